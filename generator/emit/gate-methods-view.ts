import { eachPart } from "../type-parts.ts";
import type { EmitContext } from "./emit-context.ts";
import { commentText, docComment } from "./escape-text.ts";
import type { GateSurface } from "./gate-surface.ts";
import { header } from "./header.ts";
import { typeKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import { handlerDoc } from "./parameter-list.ts";
import type { SourceMarks } from "./source-marks.ts";
import type { GateMethodsView } from "./views.ts";

/**
 * What `gate-methods.d.ts` says: the methods of the gate client. Only a declaration file can have a map, by
 * which editors go from a method to the handler. Names are marked with the places they come from.
 */
export function gateMethodsView(
  { options }: EmitContext,
  { modules, types }: GateSurface,
  marks: SourceMarks,
): GateMethodsView {
  const imports = new ImportList();
  imports.type("mqant/client", "GateCallOptions");
  for (const { handler } of modules.flatMap(({ methods }) => methods)) {
    for (const type of [handler.result, ...handler.parameters.map((one) => one.type)]) {
      eachPart(type, (part) => {
        if (part.kind === "ref") imports.type(`./gate${options.extension}`, types.name(part.id));
      });
    }
  }
  return {
    header: header(
      options.version,
      modules.map(({ module }) => module.location.file),
    ),
    imports: imports.lines(),
    modules: modules.map(({ module, className, methods }) => ({
      doc: docComment([`Requests to module \`${commentText(module.type)}\`.`]),
      className: marks.mark(className, module.location),
      methods: methods.map(({ handler, name, body, parameters, result }) => ({
        doc: docComment(handlerDoc(handler, body === undefined ? [] : [body]), handler.deprecated),
        key: marks.mark(typeKey(name), handler.declaredAt),
        parameters,
        result,
      })),
    })),
  };
}
