import type { ModuleModel, TypeId, TypeModel } from "../model.ts";
import { gateHandlers, gateModules } from "./callable-modules.ts";
import type { EmitContext } from "./emit-context.ts";
import { nameOf } from "./emit-context.ts";
import { commentText, docComment, literal } from "./escape-text.ts";
import { GateCodec } from "./gate-codec.ts";
import { GateTypes } from "./gate-types.ts";
import { header } from "./header.ts";
import { lowerFirst, typeKey, unlike, valueKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import { handlerDoc, parameterList, parameterText } from "./parameter-list.ts";
import type { GateModuleView, GateUses, GateView } from "./views.ts";

/** The prefix of handlers that clients may call; clients see the rest of the name. */
const PREFIX = "HD_";

/** Members of every object, of the client itself, and what would make it a promise. */
const reserved = new Set(["on", "then", ...Object.getOwnPropertyNames(Object.prototype)]);

/** What `gate.ts` says: the client of all handlers that begin with `HD_`, and of all pushes. */
export function gateView(context: EmitContext): GateView {
  const { contract, graph, options } = context;
  const modules = gateModules(contract);
  const imports = new ImportList();
  imports.type("mqant/client", "GateTransport");
  const classNames = modules.map((module) => `${nameOf(context, module.type).identifier}Gate`);
  const types = new GateTypes(graph, classNames);

  const uses = noUses();
  const converterName = (verb: string) => (id: TypeId) => `${verb}${types.name(id)}`;
  const codecs = {
    read: new GateCodec("read", graph, converterName("read"), uses),
    write: new GateCodec("write", graph, converterName("write"), uses),
  };
  const properties = new Set<string>();
  const moduleViews = modules.map((module, index): GateModuleView => {
    const { constant } = nameOf(context, module.type);
    const property = unlike(constant, (name) => reserved.has(name) || properties.has(name));
    properties.add(property);
    imports.type("mqant/client", "GateCallOptions");
    return {
      doc: docComment([`Requests to module \`${commentText(module.type)}\`.`]),
      className: classNames[index] ?? "",
      property,
      handlers: handlerViews(module, types, codecs),
    };
  });
  const pushReaders = contract.pushes.flatMap(({ topic, body }) => {
    const reader = codecs.read.converter(body);
    return reader === undefined ? [] : [{ topic: literal(topic), reader }];
  });
  const converters = [
    ...functions(codecs.read, context, converterName("read")),
    ...functions(codecs.write, context, converterName("write")),
  ];
  return {
    header: header(
      options.version,
      modules.map((module) => module.location.file),
    ),
    imports: imports.lines(),
    declarations: types.declarations(seenByClients(context)),
    pushes: contract.pushes.map(({ topic, body }) => ({
      key: typeKey(topic),
      type: types.text(body),
    })),
    uses,
    converts: Object.values(uses).includes(true),
    converters,
    modules: moduleViews,
    hasPushes: contract.pushes.length > 0,
    pushReaders,
    readsPushes: pushReaders.length > 0,
  };
}

function handlerViews(
  module: ModuleModel,
  types: GateTypes,
  { read, write }: { read: GateCodec; write: GateCodec },
): GateModuleView["handlers"] {
  const keys = new Set<string>();
  return gateHandlers(module).map((handler) => {
    const bare = handler.name.startsWith(PREFIX) ? handler.name.slice(PREFIX.length) : handler.name;
    const key = unlike(
      lowerFirst(bare) || handler.name,
      (name) => reserved.has(name) || keys.has(name),
    );
    keys.add(key);
    // The session is the gate's to give.
    const [body] = parameterList({ ...handler, session: false }, ["options"]);
    const text = (type: TypeModel | "session"): string =>
      type === "session" ? "" : types.text(type);
    const signature = body === undefined ? "" : `${parameterText([body], text)}, `;
    const value =
      body === undefined || body.type === "session" ? "{}" : write.apply(body.type, body.name);
    const sent = body?.omittable === true ? `${body.name} === undefined ? null : ${value}` : value;
    const reader = read.converter(handler.result);
    const names = `${literal(module.type)}, ${literal(handler.name)}`;
    const request = `request(${names}, ${sent}, options)`;
    return {
      doc: docComment(handlerDoc(handler, body === undefined ? [] : [body]), handler.deprecated),
      key: valueKey(key),
      parameters: `${signature}options?: GateCallOptions`,
      result: types.text(handler.result),
      request:
        reader === undefined
          ? `this.#transport.${request}`
          : `this.#transport\n      .${request}\n      .then(${reader})`,
    };
  });
}

/** The functions for named types that conversions mention, and those that these mention in turn. */
function functions(
  codec: GateCodec,
  { graph }: EmitContext,
  nameOfConverter: (id: TypeId) => string,
): string[] {
  const done = new Map<TypeId, string>();
  // The set grows while it is walked: printing a function may mention further types.
  for (const id of codec.mentioned) {
    const body = codec.converted(graph.get(id).type, "value");
    done.set(
      id,
      `function ${nameOfConverter(id)}(value: unknown): unknown {\n  return ${body.replaceAll("\n", "\n  ")};\n}`,
    );
  }
  return [...graph.all].flatMap(([id]) => done.get(id) ?? []);
}

function seenByClients({ contract }: EmitContext): TypeModel[] {
  const handlers = contract.modules.flatMap(gateHandlers);
  return [
    ...handlers.flatMap(({ parameters, result }) => [
      ...parameters.map(({ type }) => type),
      result,
    ]),
    ...contract.pushes.map(({ body }) => body),
  ];
}

function noUses(): GateUses {
  return {
    same: false,
    fields: false,
    list: false,
    tuple: false,
    variant: false,
    toDate: false,
    toBigint: false,
    toBytes: false,
    fromBytes: false,
  };
}
