import type { ModuleModel, TypeId, TypeModel } from "../model.ts";
import type { EmitContext } from "./emit-context.ts";
import { nameOf } from "./contract-names.ts";
import { commentText, docComment } from "./escape-text.ts";
import { header } from "./header.ts";
import { typeKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import { handlerDoc, parameterList, parameterText } from "./parameter-list.ts";
import { REGISTRY_MODULE } from "./server-types.ts";
import { render } from "./render.ts";
import { mapBlock, mark, type MappedBlock, type SourceMarks } from "./source-marks.ts";
import { declarationText, type Naming, typeText } from "./type-text.ts";
import type { RegistryView } from "./views.ts";

/** What `registry.d.ts` says. Names are marked with the places they come from. */
export function registryView(context: EmitContext, marks: SourceMarks): RegistryView {
  const { contract, graph, options, kept } = context;
  const modules = contract.modules.map((module) =>
    kept.of("registry", module, () => modulePart(module, context)),
  );
  const declarations: Part<string>[] = [];
  for (const [id, { origin }] of graph.all) {
    if (origin.exportName !== undefined) continue;
    declarations.push(kept.of("registry declaration", id, () => declaration(id, context)));
  }
  const pushes = contract.pushes.map(({ topic, body, sites: [site] }) => {
    const key = typeKey(topic);
    return importing(context, (text) => ({
      key: site === undefined ? key : mark(key, site),
      type: text(body),
    }));
  });
  const parts = [...modules, ...pushes, ...declarations];
  return {
    header: header(
      options.version,
      contract.modules.map((module) => module.location.file),
    ),
    imports: kept.whole(
      "registry imports",
      parts.map(({ imported }) => imported),
      () => {
        const all = new ImportList();
        for (const { imports } of parts) all.include(imports);
        return all.lines();
      },
    ),
    declarations: declarations.map(({ made }) => made),
    modules: modules.map(({ made: { block, entry } }) => ({
      block: marks.place(block),
      entry: marks.place(entry),
    })),
    pushes: pushes.map(({ made }) => made),
    hasPushes: pushes.length > 0,
    empty: modules.length === 0 && declarations.length === 0,
  };
}

/** Part of the file, and what it imports. */
interface Part<T> {
  readonly made: T;
  readonly imports: ImportList;
  /** What is imported, as text: equal texts import the same. */
  readonly imported: string;
}

function importing<T>(
  { types }: EmitContext,
  make: (text: (type: TypeModel | "session") => string, naming: Naming) => T,
): Part<T> {
  const imports = new ImportList(REGISTRY_MODULE);
  const naming = types.naming(imports);
  const made = make(
    (type) => (type === "session" ? imports.type("mqant", "Session") : typeText(type, naming)),
    naming,
  );
  return { made, imports, imported: imports.lines().join("\n") };
}

function declaration(id: TypeId, context: EmitContext): Part<string> {
  const { type, doc, constraints } = context.graph.get(id);
  const name = context.types.localName(id);
  return importing(context, (_text, naming) =>
    declarationText({ name, type, doc, constraints }, naming),
  );
}

/** The declaration of one module. */
function modulePart(
  module: ModuleModel,
  context: EmitContext,
): Part<{ block: MappedBlock; entry: MappedBlock }> {
  const rpcName = `${nameOf(context.names, module.type).identifier}Rpc`;
  const place = `Handlers of module \`${commentText(module.type)}\` (${commentText(module.location.file)}).`;
  return importing(context, (text) => {
    const block = render("registry-module.d.ts", {
      doc: docComment(module.doc.length === 0 ? [place] : [place, "", ...module.doc]),
      rpcDeclaration: mark(rpcName, module.location),
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
    const entry = `    ${mark(typeKey(module.type), module.location)}: ${rpcName};`;
    return { block: mapBlock(block.trimEnd()), entry: mapBlock(entry) };
  });
}
