import type { ModuleModel, TypeId } from "../model.ts";
import { typesOf } from "../type-parts.ts";
import { gateHandlers } from "./callable-modules.ts";
import type { EmitContext } from "./emit-context.ts";
import { literal } from "./escape-text.ts";
import { type Direction, GateCodec } from "./gate-codec.ts";
import type { GateMethod, GateModule } from "./gate-surface.ts";
import { header } from "./header.ts";
import { typeKey, valueKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import type { PlacedBlocks } from "./placed-blocks.ts";
import { render } from "./render.ts";
import type { GateModuleView, GateUses, GateView } from "./views.ts";

/** What `gate.ts` says: the client of all handlers that begin with `HD_`, and of all pushes. */
export function gateView(
  context: EmitContext,
  modules: readonly GateModule[],
  placed: PlacedBlocks,
): GateView {
  const { contract, graph, options, gateTypes, kept } = context;
  const imports = new ImportList();
  imports.type("mqant/client", "GateTransport");
  if (modules.length > 0) {
    imports.type("mqant/client", "GateCallOptions");
    imports.allTypes("./gate-methods.js", "methods");
  }
  const parts = modules.map((one) => kept.of("gate", one.module, () => modulePart(one, context)));
  const pushes = conversionsIn(context, ({ read }) =>
    contract.pushes.flatMap(({ topic, body }) => {
      const reader = read.converter(body);
      return reader === undefined ? [] : [{ topic: literal(topic), reader }];
    }),
  );
  const all = [...parts.map(({ conversions }) => conversions), pushes];
  const functions = (["read", "write"] as const).map((direction) =>
    converters(direction, all, context),
  );
  const uses = noUses();
  for (const one of [...all, ...functions.flat()]) for (const name of one.uses) uses[name] = true;
  const seen = new Set(graph.reachable(contract.pushes.map(({ body }) => body)));
  for (const part of parts) for (const id of part.seen) seen.add(id);
  return {
    header: header(
      options.version,
      modules.map(({ module }) => module.location.file),
    ),
    imports: imports.lines(),
    declarations: placed.place(
      kept.ofTypes("gate declarations", graph.ordered(seen), (ids) =>
        ids.map((id) => kept.of("gate declaration", id, () => gateTypes.declaration(id))),
      ),
    ),
    pushes: contract.pushes.map(({ topic, body }) => ({
      key: typeKey(topic),
      type: gateTypes.text(body),
    })),
    uses,
    converts: Object.values(uses).includes(true),
    converters: placed.place(functions.flat().map(({ made }) => made)),
    modules: modules.map(({ className, property }) => ({ className, property })),
    blocks: placed.place(parts.map(({ conversions }) => conversions.made)),
    hasPushes: contract.pushes.length > 0,
    pushReaders: pushes.made,
    readsPushes: pushes.made.length > 0,
  };
}

/** Code that converts values, and what it needs besides. */
interface Conversions<T> {
  readonly made: T;
  readonly uses: readonly (keyof GateUses)[];
  /** Named types that need a function of their own. */
  readonly read: ReadonlySet<TypeId>;
  readonly write: ReadonlySet<TypeId>;
}

function conversionsIn<T>(
  { graph, gateTypes }: EmitContext,
  make: (codecs: { read: GateCodec; write: GateCodec }) => T,
): Conversions<T> {
  const uses = noUses();
  const codec = (direction: Direction): GateCodec =>
    new GateCodec(direction, graph, (id) => `${direction}${gateTypes.name(id)}`, uses);
  const [read, write] = [codec("read"), codec("write")];
  const made = make({ read, write });
  const names = Object.keys(uses) as (keyof GateUses)[]; // as declared
  return {
    made,
    uses: names.filter((name) => uses[name]),
    read: read.mentioned,
    write: write.mentioned,
  };
}

/** The class of one module, and the types that its clients see. */
function modulePart(
  { module, className, methods }: GateModule,
  context: EmitContext,
): { conversions: Conversions<string>; seen: readonly TypeId[] } {
  const conversions = conversionsIn(context, (codecs) =>
    render("gate-module.ts", {
      className,
      methods: methods.map((method) => methodView(module, method, codecs)),
    }).trimEnd(),
  );
  return {
    conversions,
    seen: context.graph.reachable(typesOf({ handlers: gateHandlers(module) })),
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
function converters(
  direction: Direction,
  users: readonly Conversions<unknown>[],
  context: EmitContext,
): Conversions<string>[] {
  const { graph, kept } = context;
  const mentioned = new Set<TypeId>();
  for (const one of users) for (const id of one[direction]) mentioned.add(id);
  return kept.ofTypes(`gate ${direction}`, graph.ordered(mentioned), (ids) => {
    const done = new Map<TypeId, Conversions<string>>();
    const all = new Set(ids);
    // The set grows while it is walked: a function may mention further types.
    for (const id of all) {
      const made = kept.of(`gate ${direction}`, id, () => converter(direction, id, context));
      done.set(id, made);
      for (const further of made[direction]) all.add(further);
    }
    return graph.ordered(done).flatMap((id) => done.get(id) ?? []);
  });
}

function converter(direction: Direction, id: TypeId, context: EmitContext): Conversions<string> {
  const name = `${direction}${context.gateTypes.name(id)}`;
  return conversionsIn(context, (codecs) => {
    const body = codecs[direction].converted(context.graph.get(id).type, "value");
    return `function ${name}(value: unknown): unknown {\n  return ${body.replaceAll("\n", "\n  ")};\n}`;
  });
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
