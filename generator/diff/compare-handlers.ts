import type { HandlerModel, ParameterModel, TypeModel } from "../model.ts";
import type { Changes, Strictness, Subject } from "./change.ts";
import { compareElements, parameterCodes } from "./compare-elements.ts";
import { TypeComparison } from "./compare-types.ts";
import { listForm, type ListForm } from "./forms.ts";
import { replyPath, requestPath } from "./place.ts";
import type { ChangeCode } from "./rules/all-rules.ts";
import type { Tables } from "./tables.ts";
import { groupsOf, type TypeTable } from "./values.ts";

/** What handlers are compared with. */
export interface HandlerOptions {
  readonly tables: Tables;
  readonly changes: Changes;
  /** Whether clients are refused that send keys which the callee doesn't know. */
  readonly strictGate: Strictness;
  readonly subject: Subject;
}

/**
 * Compares two handlers of one name, or one that got another.
 *
 * @param path - Of the handler: `Login.HD_Login`.
 */
export function compareHandlers(
  old: HandlerModel,
  now: HandlerModel,
  path: string,
  options: HandlerOptions,
): void {
  const tell = (code: ChangeCode, detail?: string): void =>
    options.changes.add(code, "handler", path, options.subject, detail);
  if (old.order !== now.order) tell(now.order === "concurrent" ? "MQ3010" : "MQ3011");
  if (old.presence !== now.presence) tell(now.presence === "conditional" ? "MQ3012" : "MQ3013");
  if (old.session !== now.session) tell(now.session ? "MQ3014" : "MQ3015");
  if (old.ownSchema !== now.ownSchema) tell(now.ownSchema ? "MQ3024" : "MQ3025");
  if (old.deprecated !== now.deprecated) {
    if (now.deprecated === undefined) tell("MQ3017");
    else tell("MQ3016", now.deprecated || undefined);
  }
  compareParameters(old, now, path, options);
  compareResults(old.result, now.result, path, options);
}

function compareParameters(
  old: HandlerModel,
  now: HandlerModel,
  path: string,
  { tables, changes, strictGate, subject }: HandlerOptions,
): void {
  const strict = {
    old: strictGate.old && isCheckedHere(old),
    now: strictGate.now && isCheckedHere(now),
  };
  const report = (code: ChangeCode, inside: string, detail?: string, type?: string): void =>
    changes.add(code, "request", requestPath(path, inside), subject, detail, type, strict);
  const [olds, nows] = [namesOf(old), namesOf(now)];
  if (nows.some((name, index) => olds.includes(name) && olds[index] !== name)) {
    // What is compared place by place then says nothing more.
    return report("MQ3036", "", `(${olds.join(", ")}) → (${nows.join(", ")})`);
  }
  for (const [index, name] of nows.entries()) {
    const before = olds[index];
    if (before !== undefined && before !== name) report("MQ3037", name, `${before} → ${name}`);
  }
  const types = new TypeComparison(tables, strict, report);
  compareElements(parameterList(old, tables.old), parameterList(now, tables.now), tables, {
    codes: parameterCodes,
    place: (index) => (index === undefined ? restPath(old, now) : placeOf(old, now, index)),
    report,
    compare: types.compare.bind(types),
  });
}

/** Whether clients' requests are checked by the schema that is generated. */
function isCheckedHere({ exposure, ownSchema }: HandlerModel): boolean {
  return exposure === "gate" && ownSchema !== true;
}

function namesOf({ parameters }: HandlerModel): string[] {
  return parameters.map(({ name }) => name);
}

/** The parameters as a list in which a rest parameter is what follows. */
function parameterList({ parameters }: HandlerModel, table: TypeTable): ListForm {
  const last = parameters.at(-1);
  if (last?.rest !== true) return { items: parameters, rest: undefined };
  const rest = listForm(resolved(last.type, table));
  return { items: [...parameters.slice(0, -1), ...rest.items], rest: rest.rest };
}

function resolved(type: TypeModel, table: TypeTable): TypeModel {
  return type.kind === "ref" ? resolved(table.get(type.id).type, table) : type;
}

function placeOf(old: HandlerModel, now: HandlerModel, index: number): string {
  const parameter = now.parameters[index] ?? old.parameters[index] ?? now.parameters.at(-1);
  return elementPath(parameter, index, now.parameters[index] ?? old.parameters[index]);
}

/** A rest parameter that is a tuple holds several places. */
function elementPath(
  parameter: ParameterModel | undefined,
  index: number,
  own: ParameterModel | undefined,
): string {
  if (parameter === undefined) return String(index);
  return parameter.rest || own === undefined ? `${parameter.name}[${index}]` : parameter.name;
}

function restPath(old: HandlerModel, now: HandlerModel): string {
  const last = now.parameters.at(-1);
  const rest = last?.rest === true ? last : old.parameters.at(-1);
  return `${rest?.name ?? ""}[]`;
}

function compareResults(
  old: TypeModel,
  now: TypeModel,
  path: string,
  { tables, changes, subject }: HandlerOptions,
): void {
  const report = (code: ChangeCode, at: string, detail?: string, type?: string): void =>
    changes.add(code, "reply", at, subject, detail, type);
  const at = replyPath(path);
  const [wasNothing, isNothing] = [isNothingOf(old, tables.old), isNothingOf(now, tables.now)];
  if (wasNothing && isNothing) return;
  if (wasNothing) return report("MQ3021", at);
  if (isNothing) return report("MQ3020", at);
  new TypeComparison(tables, { old: false, now: false }, report).compare(
    { type: old },
    { type: now },
    at,
  );
}

/** Whether a result is `void` or `undefined`: nobody reads it. */
function isNothingOf(type: TypeModel, table: TypeTable): boolean {
  const values = table.valuesOf({ type });
  return values.undefined && !values.null && !values.unknown && groupsOf(values).size === 0;
}
