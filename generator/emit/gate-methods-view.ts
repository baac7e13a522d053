import type { HandlerModel, TypeId } from "../model.ts";
import { eachPart } from "../type-parts.ts";
import type { EmitContext } from "./emit-context.ts";
import { commentText, docComment } from "./escape-text.ts";
import type { GateModule } from "./gate-surface.ts";
import { header } from "./header.ts";
import { typeKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import { handlerDoc } from "./parameter-list.ts";
import { render } from "./render.ts";
import { mapBlock, mark, type MappedBlock, type SourceMarks } from "./source-marks.ts";
import type { GateMethodsView } from "./views.ts";

/**
 * What `gate-methods.d.ts` says: the methods of the gate client. Only a declaration file can have a map, by
 * which editors go from a method to the handler. Names are marked with the places they come from.
 */
export function gateMethodsView(
  context: EmitContext,
  modules: readonly GateModule[],
  marks: SourceMarks,
): GateMethodsView {
  const { gateTypes, graph, kept } = context;
  const { version, extension } = context.options;
  const parts = modules.map((one) =>
    kept.of("gate methods", one.module, () => ({
      block: moduleBlock(one),
      mentions: [...new Set(one.methods.flatMap(({ handler }) => mentionsIn(handler)))],
    })),
  );
  const mentions = graph.ordered(new Set(parts.flatMap((part) => part.mentions)));
  const names = mentions.map((id) => gateTypes.name(id));
  return {
    header: header(
      version,
      modules.map(({ module }) => module.location.file),
    ),
    imports: kept.whole("gate methods imports", names, () => {
      const imports = new ImportList();
      imports.type("mqant/client", "GateCallOptions");
      for (const name of names) imports.type(`./gate${extension}`, name);
      return imports.lines();
    }),
    blocks: parts.map(({ block }) => marks.place(block)),
  };
}

function moduleBlock({ module, className, methods }: GateModule): MappedBlock {
  const block = render("gate-methods-module.d.ts", {
    doc: docComment([`Requests to module \`${commentText(module.type)}\`.`]),
    className: mark(className, module.location),
    methods: methods.map(({ handler, name, body, parameters, result }) => ({
      doc: docComment(handlerDoc(handler, body === undefined ? [] : [body]), handler.deprecated),
      key: mark(typeKey(name), handler.declaredAt),
      parameters,
      result,
    })),
  });
  return mapBlock(block.trimEnd());
}

/** The types that a handler's signature mentions by name. */
function mentionsIn({ parameters, result }: HandlerModel): TypeId[] {
  const ids: TypeId[] = [];
  for (const type of [result, ...parameters.map((one) => one.type)]) {
    eachPart(type, (part) => {
      if (part.kind === "ref") ids.push(part.id);
    });
  }
  return ids;
}
