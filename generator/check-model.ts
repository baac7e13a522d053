import type { Diagnostic } from "./diagnostic.ts";
import type {
  Contract,
  HandlerModel,
  Location,
  ModuleModel,
  NamedType,
  TypeId,
  TypeModel,
} from "./model.ts";
import { findPart, mentionedIds } from "./type-parts.ts";
import { typeTable } from "./type-table.ts";

/** The prefix of handlers that clients may call. */
const PREFIX = "HD_";

/** Members of emitted clients, and the one that would make them promises. */
const clientMembers: ReadonlySet<string> = new Set(["with", "then"]);

/**
 * So many arguments or elements may be left out: types of schemas take them off one by one, and TypeScript goes
 * no deeper than 50.
 */
export const MAX_OPTIONAL = 40;

/** Checks what the contract as a whole promises: names, doubles, the shape of gate handlers. */
export function checkModel(contract: Contract): Diagnostic[] {
  const vague = vagueTypes(contract);
  return [
    ...sameTypes(contract.modules),
    ...contract.modules.flatMap((module) => {
      const known = checkModule(module);
      return [...known.found, ...unknownAtGate(module, known, vague)];
    }),
    ...contract.pushes.flatMap(({ topic, sites }) => {
      const [site] = sites;
      return site === undefined ? [] : topicName(topic, site);
    }),
  ];
}

/** What is known of a module by itself. */
interface Checked {
  readonly found: readonly Diagnostic[];
  /** The handlers that clients may call, with all that their parameters mention. */
  readonly gate: readonly { readonly handler: HandlerModel; readonly mentions: Mentions }[];
}

/** By module: contracts of successive runs share the modules that have not changed. */
const checked = new WeakMap<ModuleModel, Checked>();

function checkModule(module: ModuleModel): Checked {
  const known = checked.get(module);
  if (known !== undefined) return known;
  const fresh: Checked = {
    found: [
      ...moduleName(module),
      ...doubleHandlers(module),
      ...sameClientMethods(module),
      ...module.handlers.flatMap((handler) => [
        ...handlerName(module, handler),
        ...gateShape(module, handler),
        ...tooManyOptional(module, handler),
      ]),
    ],
    gate: module.handlers
      .filter(({ exposure }) => exposure === "gate")
      .map((handler) => ({ handler, mentions: mentionsOf(handler.parameters) })),
  };
  checked.set(module, fresh);
  return fresh;
}

function sameTypes(modules: readonly ModuleModel[]): Diagnostic[] {
  return doubles(modules, ({ type }) => type).map(([first, second]) =>
    error({
      code: "MQ1003",
      location: second.location,
      message: `${second.className} and ${first.className} are both modules of type ${quote(second.type)}`,
      hint: "let getType() return another type in one of them",
      related: [{ message: "the other module", location: first.location }],
    }),
  );
}

function moduleName({ type, location }: ModuleModel): Diagnostic[] {
  if (type !== "" && !/[/+#@\0]/.test(type)) return [];
  return [
    error({
      code: "MQ1004",
      location,
      message: `${quote(type)} can't be the type of a module`,
      hint: "use letters and digits; / + # @ and U+0000 have a meaning in topics and targets",
    }),
  ];
}

function doubleHandlers({ type, handlers }: ModuleModel): Diagnostic[] {
  return doubles(handlers, ({ name }) => name).map(([first, second]) =>
    error({
      code: "MQ1012",
      location: second.registeredAt,
      message: `${type} registers ${quote(second.name)} twice`,
      hint: "remove one, or give it another name",
      related: [{ message: "the other registration", location: first.registeredAt }],
    }),
  );
}

/** Clients of the gate call `HD_Login` as `login`. */
function sameClientMethods({ type, handlers }: ModuleModel): Diagnostic[] {
  const gate = handlers.filter(({ exposure }) => exposure === "gate");
  return doubles(gate, ({ name }) => clientMethod(name))
    .filter(([first, second]) => first.name !== second.name)
    .map(([first, second]) =>
      error({
        code: "MQ1014",
        location: second.registeredAt,
        message: `${quote(second.name)} and ${quote(first.name)} of ${type} would both be ${clientMethod(second.name)}() in gate clients`,
        hint: "rename one",
        related: [{ message: "the other registration", location: first.registeredAt }],
      }),
    );
}

function clientMethod(name: string): string {
  const [first = ""] = name.slice(PREFIX.length);
  return first.toLowerCase() + name.slice(PREFIX.length + first.length);
}

function handlerName(
  { type }: ModuleModel,
  { name, registeredAt, exposure }: HandlerModel,
): Diagnostic[] {
  if (clientMembers.has(name)) {
    return [
      error({
        code: "MQ1014",
        location: registeredAt,
        message: `${type} can't have a handler ${quote(name)}: emitted clients have a member of that name`,
        hint: "rename it",
      }),
    ];
  }
  const isEmpty = name === "" || name === PREFIX;
  if (!isEmpty && !(exposure === "gate" && /[/+#\0\p{Surrogate}]/u.test(name))) return [];
  return [
    error({
      code: "MQ1011",
      location: registeredAt,
      message: isEmpty
        ? `${type} registers a handler without a name`
        : `${quote(name)} can't be called by clients: it is no level of an MQTT topic`,
      hint: isEmpty
        ? "give it a name"
        : "use a name without / + #, U+0000 and halves of characters",
    }),
  ];
}

/** What a client sends arrives as (session, body). */
function gateShape(module: ModuleModel, handler: HandlerModel): Diagnostic[] {
  const { exposure, session, parameters, name, declaredAt, registeredAt } = handler;
  if (exposure !== "gate") return [];
  const [body, ...others] = parameters;
  const shape = parameters.map((parameter) => (parameter.rest ? "..." : "") + parameter.name);
  const shown = `(${[...(session ? ["session"] : []), ...shape].join(", ")})`;
  const related = [{ message: "registered here", location: registeredAt }];
  const found: Diagnostic[] = [];
  if (!session) {
    found.push(
      error({
        code: "MQ1030",
        location: declaredAt,
        message: `clients call ${quote(name)} of ${module.type} with their session first, and it takes ${shown}`,
        hint: "declare it as (session: Session, body: Body), or drop the HD_",
        related,
      }),
    );
  }
  if (others.length > 0 || body?.rest === true) {
    found.push(
      error({
        code: "MQ1032",
        location: declaredAt,
        message: `clients send ${quote(name)} of ${module.type} one body, and it takes ${shown}`,
        hint: "take one object with all of it: (session: Session, { a, b }: Body)",
        related,
      }),
    );
  }
  return found;
}

function tooManyOptional(
  { type }: ModuleModel,
  { name, parameters, declaredAt }: HandlerModel,
): Diagnostic[] {
  const count = parameters.filter(({ optional }) => optional).length;
  if (count <= MAX_OPTIONAL) return [];
  return [
    error({
      code: "MQ1033",
      location: declaredAt,
      message: `${quote(name)} of ${type} has ${count} parameters that may be left out`,
      hint: `take one object with optional properties; up to ${MAX_OPTIONAL} such parameters have a type`,
    }),
  ];
}

/** MQ2030: clients can send anything where `unknown` stands. */
function unknownAtGate(
  module: ModuleModel,
  { gate }: Checked,
  vague: ReadonlySet<TypeId>,
): Diagnostic[] {
  return gate
    .filter(({ mentions }) => isVague(mentions, vague))
    .map(({ handler: { name, declaredAt } }) => ({
      ...error({
        code: "MQ2030",
        location: declaredAt,
        message: `clients may send any JSON where ${quote(name)} of ${module.type} takes unknown`,
        hint: "say what it is, or check it in the handler",
      }),
      severity: "warning",
    }));
}

/** The named types that hold `unknown`, directly or through others. */
function vagueTypes(contract: Contract): Set<TypeId> {
  const types = typeTable(contract);
  const vague = new Set<TypeId>();
  for (const [id, named] of types) if (mentionsIn(named).unknown) vague.add(id);
  for (let before = 0; vague.size !== before;) {
    before = vague.size;
    for (const [id, named] of types) if (isVague(mentionsIn(named), vague)) vague.add(id);
  }
  return vague;
}

function isVague({ unknown, ids }: Mentions, vague: ReadonlySet<TypeId>): boolean {
  return unknown || (vague.size > 0 && ids.some((id) => vague.has(id)));
}

/** What types say without the types that they mention. */
interface Mentions {
  readonly unknown: boolean;
  readonly ids: readonly TypeId[];
}

/** By named type: contracts of successive runs share those that have not changed. */
const mentioned = new WeakMap<NamedType, Mentions>();

function mentionsIn(named: NamedType): Mentions {
  let mentions = mentioned.get(named);
  if (mentions === undefined) mentioned.set(named, (mentions = mentionsOf([named])));
  return mentions;
}

function mentionsOf(typed: readonly { type: TypeModel }[]): Mentions {
  const isUnknown = (part: TypeModel): part is TypeModel => part.kind === "unknown";
  return {
    unknown: typed.some(({ type }) => findPart(type, isUnknown) !== undefined),
    ids: typed.flatMap(({ type }) => [...mentionedIds(type)]),
  };
}

function topicName(topic: string, location: Location): Diagnostic[] {
  if (topic !== "" && !/[+#\0]/.test(topic)) return [];
  return [
    error({
      code: "MQ1071",
      location,
      message: `nothing can be pushed on the topic ${quote(topic)}`,
      hint: "a topic has at least one character, and no + # or U+0000",
    }),
  ];
}

/** Each item whose key an earlier one has, after that one. */
function doubles<T>(items: readonly T[], keyOf: (item: T) => string): [first: T, second: T][] {
  const seen = new Map<string, T>();
  return items.flatMap((item): [T, T][] => {
    const key = keyOf(item);
    const first = seen.get(key);
    if (first !== undefined) return [[first, item]];
    seen.set(key, item);
    return [];
  });
}

function error(diagnostic: Omit<Diagnostic, "severity">): Diagnostic {
  return { severity: "error", ...diagnostic };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
