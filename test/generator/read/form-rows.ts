import * as assert from "uvu/assert";
import type { Diagnostic } from "../../../generator/diagnostic.ts";
import type { HandlerModel } from "../../../generator/model.ts";
import { moduleSource, readSources, show, type Sources } from "./sources.ts";

/** One way to register handlers, as a module of its own. */
export interface Form {
  title: string;
  /** What `onInit` does. */
  code: string;
  /** Further members of the class. */
  members?: string;
  /** What stands before the class. */
  above?: string;
}

/** What was read of a form. */
export interface ReadForm {
  handlers: readonly HandlerModel[];
  /** Codes and messages. */
  problems: string[];
  diagnostics: readonly Diagnostic[];
}

/** Reads many forms as the modules of one project, which costs little more than reading one. */
export function readForms(
  forms: readonly Form[],
  { members = "", above = "", more = {} }: { members?: string; above?: string; more?: Sources },
): (title: string) => ReadForm {
  const { contract, diagnostics } = readSources({
    ...more,
    ...formSources(forms, { members, above }),
  });
  const elsewhere = diagnostics.filter(({ location }) => !/form\d+\.ts$/.test(location.file));
  assert.equal(show(elsewhere), []);
  return (title) => {
    const index = forms.findIndex((form) => form.title === title);
    const module = contract.modules.find(({ type }) => type === `Form${index}`);
    const own = diagnostics.filter(({ location }) => location.file === file(index));
    const problems = own.map(({ code, message }) => `${code} ${message}`);
    return { handlers: module?.handlers ?? [], problems, diagnostics: own };
  };
}

function file(index: number): string {
  return `src/form${index}.ts`;
}

/** The forms as files of one project. */
export function formSources(
  forms: readonly Form[],
  { members = "", above = "" }: { members?: string; above?: string } = {},
): Sources {
  return Object.fromEntries(
    forms.map((form, index) => [
      file(index),
      moduleSource(form.code, members + (form.members ?? ""), {
        type: `Form${index}`,
        above: `${above}${form.above ?? ""}\n`,
      }).replaceAll("SELF", `Form${index}`),
    ]),
  );
}

/** A handler in one line: `name(session, x: number): string serial conditional`. */
export function shown({
  name,
  session,
  parameters,
  result,
  order,
  presence,
}: HandlerModel): string {
  const shownParameters = [
    ...(session ? ["session"] : []),
    ...parameters.map((one) => `${one.name}: ${one.type.kind}`),
  ];
  const signature = `${name}(${shownParameters.join(", ")}): ${result.kind}`;
  const facts = [order === "serial" ? order : "", presence === "always" ? "" : presence];
  return [signature, ...facts.filter((fact) => fact !== "")].join(" ");
}
