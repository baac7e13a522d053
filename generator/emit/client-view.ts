import type { ModuleModel, TypeModel } from "../model.ts";
import type { EmitContext } from "./emit-context.ts";
import { nameOf } from "./contract-names.ts";
import { commentText, docComment, literal } from "./escape-text.ts";
import { header } from "./header.ts";
import { valueKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import { argumentText, parameterList, parameterText } from "./parameter-list.ts";
import { REGISTRY_MODULE } from "./server-types.ts";
import type { ClientView } from "./views.ts";

/** What the `<module>.client.ts` of a module with handlers says. */
export function clientView(module: ModuleModel, context: EmitContext): ClientView {
  const { identifier } = nameOf(context.names, module.type);
  const imports = new ImportList();
  for (const name of ["CallOptions", "RpcCaller", "Target"]) imports.type("mqant", name);
  const rpcName = imports.type(REGISTRY_MODULE, `${identifier}Rpc`);
  const text = (type: TypeModel | "session"): string =>
    type === "session" ? imports.type("mqant", "Session") : context.types.text(type, imports);

  const handlers = module.handlers.map((handler) => {
    const parameters = parameterList(handler);
    return {
      key: valueKey(handler.name),
      parameters: parameterText(parameters, text),
      result: text(handler.result),
      handler: literal(handler.name),
      arguments: argumentText(parameters),
    };
  });
  return {
    header: header(context.options.version, [module.location.file]),
    imports: imports.lines(),
    doc: docComment([
      `Typed calls of module \`${commentText(module.type)}\`.`,
      ...paragraph(module.doc),
    ]),
    className: `${identifier}Client`,
    rpcName,
    type: literal(module.type),
    handlers,
  };
}

function paragraph(doc: readonly string[]): string[] {
  return doc.length === 0 ? [] : ["", ...doc];
}
