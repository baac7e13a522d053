import type { ModuleModel, TypeId, TypeModel } from "../model.ts";
import { gateHandlers } from "./callable-modules.ts";
import type { EmitContext } from "./emit-context.ts";
import { literal } from "./escape-text.ts";
import { GateCodec } from "./gate-codec.ts";
import type { GateMethod, GateSurface } from "./gate-surface.ts";
import { header } from "./header.ts";
import { typeKey, valueKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import type { GateModuleView, GateUses, GateView } from "./views.ts";

/** What `gate.ts` says: the client of all handlers that begin with `HD_`, and of all pushes. */
export function gateView(context: EmitContext, { modules, types }: GateSurface): GateView {
  const { contract, graph, options } = context;
  const imports = new ImportList();
  imports.type("mqant/client", "GateTransport");
  if (modules.length > 0) {
    imports.type("mqant/client", "GateCallOptions");
    imports.allTypes("./gate-methods.js", "methods");
  }
  const uses = noUses();
  const converterName = (verb: string) => (id: TypeId) => `${verb}${types.name(id)}`;
  const codecs = {
    read: new GateCodec("read", graph, converterName("read"), uses),
    write: new GateCodec("write", graph, converterName("write"), uses),
  };
  const moduleViews = modules.map(({ module, className, property, methods }): GateModuleView => {
    return {
      className,
      property,
      methods: methods.map((method) => methodView(module, method, codecs)),
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
      modules.map(({ module }) => module.location.file),
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

function methodView(
  module: ModuleModel,
  { handler, name, body, parameters, result }: GateMethod,
  { read, write }: { read: GateCodec; write: GateCodec },
): GateModuleView["methods"][number] {
  const value =
    body === undefined || body.type === "session" ? "{}" : write.apply(body.type, body.name);
  const sent = body?.omittable === true ? `${body.name} === undefined ? null : ${value}` : value;
  const reader = read.converter(handler.result);
  const request = `request(${literal(module.type)}, ${literal(handler.name)}, ${sent}, options)`;
  return {
    key: valueKey(name),
    parameters,
    result,
    request:
      reader === undefined
        ? `this.#transport.${request}`
        : `this.#transport\n      .${request}\n      .then(${reader})`,
  };
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
