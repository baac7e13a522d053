import type { ModuleModel, TypeModel } from "../model.ts";
import type { EmitContext } from "./emit-context.ts";
import { nameOf } from "./contract-names.ts";
import { commentText, docComment } from "./escape-text.ts";
import { header } from "./header.ts";
import { typeKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import { handlerDoc, parameterList, parameterText } from "./parameter-list.ts";
import { moduleInputs } from "./part-inputs.ts";
import { REGISTRY_MODULE } from "./server-types.ts";
import { render } from "./render.ts";
import { mapBlock, mark, type MappedBlock, type SourceMarks } from "./source-marks.ts";
import { declarationText, typeText } from "./type-text.ts";
import type { RegistryView } from "./views.ts";

/** What `registry.d.ts` says. Names are marked with the places they come from. */
export function registryView(context: EmitContext, marks: SourceMarks): RegistryView {
  const { contract, graph, types, options, kept } = context;
  const imports = new ImportList(REGISTRY_MODULE);
  const naming = types.naming(imports);
  const text = (type: TypeModel | "session"): string =>
    type === "session" ? imports.type("mqant", "Session") : typeText(type, naming);

  const modules = contract.modules.map((module) => {
    const part = kept.of("registry", module, moduleInputs(module, context), () =>
      modulePart(module, context),
    );
    imports.include(part.imports);
    return {
      block: marks.place(part.block),
      key: mark(typeKey(module.type), module.location),
      rpcName: rpcNameOf(module, context),
    };
  });
  const pushes = contract.pushes.map((push) => {
    const [site] = push.sites;
    const key = typeKey(push.topic);
    return { key: site === undefined ? key : mark(key, site), type: text(push.body) };
  });
  const declarations = [...graph.all]
    .filter(([, named]) => named.origin.exportName === undefined)
    .map(([id, { type, doc, constraints }]) =>
      declarationText({ name: types.localName(id), type, doc, constraints }, naming),
    );
  return {
    header: header(
      options.version,
      contract.modules.map((module) => module.location.file),
    ),
    imports: imports.lines(),
    declarations,
    modules,
    pushes,
    hasPushes: pushes.length > 0,
    empty: modules.length === 0 && declarations.length === 0,
  };
}

/** The declaration of one module, and what it imports. */
function modulePart(
  module: ModuleModel,
  context: EmitContext,
): { block: MappedBlock; imports: ImportList } {
  const imports = new ImportList(REGISTRY_MODULE);
  const naming = context.types.naming(imports);
  const text = (type: TypeModel | "session"): string =>
    type === "session" ? imports.type("mqant", "Session") : typeText(type, naming);
  const place = `Handlers of module \`${commentText(module.type)}\` (${commentText(module.location.file)}).`;
  const block = render("registry-module.d.ts", {
    doc: docComment(module.doc.length === 0 ? [place] : [place, "", ...module.doc]),
    rpcDeclaration: mark(rpcNameOf(module, context), module.location),
    handlers: module.handlers.map((handler) => {
      const parameters = parameterList(handler);
      return {
        doc: docComment(handlerDoc(handler, parameters), handler.deprecated),
        key: mark(typeKey(handler.name), handler.declaredAt),
        parameters: parameterText(parameters, text),
        result: text(handler.result),
      };
    }),
  });
  return { block: mapBlock(block.trimEnd()), imports };
}

function rpcNameOf({ type }: ModuleModel, { names }: EmitContext): string {
  return `${nameOf(names, type).identifier}Rpc`;
}
