import type { Contract, HandlerModel, ModuleModel } from "../model.ts";
import { Changes, type Change, type Strictness, type Subject } from "./change.ts";
import { compareHandlers } from "./compare-handlers.ts";
import { TypeComparison } from "./compare-types.ts";
import { findRenamed } from "./find-renamed.ts";
import { propertyPath, pushPath } from "./place.ts";
import { sameTypes } from "./same-types.ts";
import type { Tables } from "./tables.ts";
import { TypeTable } from "./values.ts";

/** How callees behave, as far as the contract doesn't say it. */
export interface DiffOptions {
  /** What becomes of keys that clients send and the contract doesn't know. @defaultValue `"reject"` */
  readonly unknownKeys?: { readonly old: UnknownKeys; readonly now: UnknownKeys } | undefined;
}

type UnknownKeys = "strip" | "reject";

/** The prefix of handlers that clients may call. */
const PREFIX = "HD_";

/**
 * All changes from an older contract to the present one, the worst first. Types are compared by their
 * structure: a name that changed is no change.
 *
 * @param now - Places of changes are those of its handlers, modules and pushes.
 */
export function diffContracts(
  old: Contract,
  now: Contract,
  { unknownKeys = { old: "reject", now: "reject" } }: DiffOptions = {},
): Change[] {
  const changes = new Changes();
  const tables = {
    old: new TypeTable(old.types),
    now: new TypeTable(now.types),
    same: sameTypes(old, now),
  };
  const strictGate = { old: unknownKeys.old === "reject", now: unknownKeys.now === "reject" };
  const comparison = { tables, changes, strictGate };
  if (strictGate.old !== strictGate.now && hasGate(now)) {
    changes.add(strictGate.now ? "MQ3022" : "MQ3023", "handler", "unknownKeys", {});
  }
  compareModules(old.modules, now.modules, comparison);
  comparePushes(old, now, comparison);
  return changes.sorted;
}

function hasGate({ modules }: Contract): boolean {
  return modules.some(({ handlers }) => handlers.some(({ exposure }) => exposure === "gate"));
}

interface Comparison {
  readonly tables: Tables;
  readonly changes: Changes;
  readonly strictGate: Strictness;
}

function compareModules(
  olds: readonly ModuleModel[],
  nows: readonly ModuleModel[],
  comparison: Comparison,
): void {
  const { changes } = comparison;
  const subject = ({ type, location }: ModuleModel): Subject => ({ module: type, location });
  const before = new Map(olds.map((module) => [module.type, module]));
  const after = new Map(nows.map((module) => [module.type, module]));
  const found = findRenamed(
    olds.filter(({ type }) => !after.has(type)),
    nows.filter(({ type }) => !before.has(type)),
    ({ type }) => type,
    (a, b) => a.handlers.length > 0 && areAlike(a.handlers, b.handlers, comparison.tables),
  );
  for (const { old, now } of found.pairs) {
    changes.add("MQ3003", "handler", old.type, subject(now), `${old.type} → ${now.type}`);
  }
  for (const { type } of found.removed) changes.add("MQ3001", "handler", type, { module: type });
  for (const module of found.added) {
    changes.add("MQ3002", "handler", module.type, subject(module));
  }
  for (const now of nows) {
    const old = before.get(now.type);
    if (old !== undefined) compareModule(old, now, comparison);
  }
}

function compareModule(old: ModuleModel, now: ModuleModel, comparison: Comparison): void {
  const { changes, tables } = comparison;
  const subjectOf = ({ name, declaredAt }: HandlerModel): Subject => ({
    module: now.type,
    handler: name,
    location: declaredAt,
  });
  const pathOf = ({ name }: HandlerModel): string => propertyPath(now.type, name);
  if (old.version !== now.version) {
    const subject = { module: now.type, location: now.location };
    const detail = `${old.version ?? "none"} → ${now.version ?? "none"}`;
    changes.add("MQ3004", "handler", now.type, subject, detail);
  }
  const before = new Map(old.handlers.map((handler) => [handler.name, handler]));
  const after = new Map(now.handlers.map((handler) => [handler.name, handler]));
  let removed = old.handlers.filter(({ name }) => !after.has(name));
  let added = now.handlers.filter(({ name }) => !before.has(name));

  const moved = removed.flatMap((was) => {
    const name = was.name.startsWith(PREFIX) ? was.name.slice(PREFIX.length) : PREFIX + was.name;
    const is = added.find((handler) => handler.name === name);
    return is === undefined ? [] : [{ was, is }];
  });
  for (const { was, is } of moved) {
    const code = is.exposure === "gate" ? "MQ3008" : "MQ3009";
    changes.add(code, "handler", pathOf(was), subjectOf(is), `${was.name} → ${is.name}`);
    const options = { ...comparison, subject: subjectOf(is) };
    compareHandlers({ ...was, session: is.session }, is, pathOf(is), options);
  }
  removed = removed.filter((handler) => !moved.some(({ was }) => was === handler));
  added = added.filter((handler) => !moved.some(({ is }) => is === handler));

  const found = findRenamed(
    removed,
    added,
    ({ name }) => name,
    (a, b) => areAlike([a], [{ ...b, name: a.name }], tables),
  );
  for (const { old: was, now: is } of found.pairs) {
    changes.add("MQ3007", "handler", pathOf(was), subjectOf(is), `${was.name} → ${is.name}`);
  }
  for (const handler of found.removed) {
    const subject = { module: now.type, handler: handler.name, location: now.location };
    changes.add("MQ3005", "handler", pathOf(handler), subject);
  }
  for (const handler of found.added) {
    changes.add("MQ3006", "handler", pathOf(handler), subjectOf(handler));
  }
  for (const is of now.handlers) {
    const was = before.get(is.name);
    if (was === undefined) continue;
    compareHandlers(was, is, pathOf(is), { ...comparison, subject: subjectOf(is) });
  }
}

/** Whether handlers have the same names and signatures. */
function areAlike(
  olds: readonly HandlerModel[],
  nows: readonly HandlerModel[],
  tables: Tables,
): boolean {
  if (olds.length !== nows.length) return false;
  return olds.every((old) => {
    const now = nows.find(({ name }) => name === old.name);
    if (now === undefined) return false;
    const changes = new Changes();
    const strictGate = { old: true, now: true };
    compareHandlers(old, now, "", { tables, changes, strictGate, subject: {} });
    return changes.sorted.every(({ verdict }) => verdict === "documentation");
  });
}

function comparePushes(old: Contract, now: Contract, { tables, changes }: Comparison): void {
  const before = new Map(old.pushes.map(({ topic, body }) => [topic, body]));
  const after = new Set(now.pushes.map(({ topic }) => topic));
  for (const { topic } of old.pushes) {
    if (!after.has(topic)) changes.add("MQ3019", "push", pushPath(topic), { topic });
  }
  for (const { topic, body, sites } of now.pushes) {
    const subject: Subject = { topic, location: sites[0] };
    const was = before.get(topic);
    if (was === undefined) {
      changes.add("MQ3018", "push", pushPath(topic), subject);
      continue;
    }
    const types = new TypeComparison(
      tables,
      { old: false, now: false },
      (code, path, detail, type) => changes.add(code, "push", path, subject, detail, type),
    );
    types.compare({ type: was }, { type: body }, pushPath(topic));
  }
}
