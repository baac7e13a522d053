import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { packageRoot } from "../own-files.ts";
import type {
  ClientView,
  DocsView,
  GateMethodsModuleView,
  GateMethodsView,
  GateModuleView,
  GateView,
  GraphView,
  RegistryModuleView,
  RegistryView,
  SchemasView,
  SchemaView,
} from "./views.ts";

/** Which view each template prints. */
export interface TemplateViews {
  "registry.d.ts": RegistryView;
  "registry-module.d.ts": RegistryModuleView;
  "client.ts": ClientView;
  "schema.ts": SchemaView;
  "schemas.ts": SchemasView;
  "gate.ts": GateView;
  "gate-module.ts": GateModuleView;
  "gate-methods.d.ts": GateMethodsView;
  "gate-methods-module.d.ts": GateMethodsModuleView;
  "docs.html": DocsView;
  "graph.svg": GraphView;
}

/**
 * A misspelt name in a template is an error, not an empty string. Views bring all text ready and escaped
 * for TypeScript, so HTML escaping is off; no text of a user's is ever a template.
 */
const options = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  explicitPartialContext: true,
  assumeObjects: false,
} as const;

/**
 * Prints data with a template of the user's, as strict as ours.
 *
 * @throws {Error} for what is no template, names that are not there, and unknown helpers.
 */
export function renderSource(
  source: string,
  data: object,
  helpers: Readonly<Record<string, (...args: never[]) => unknown>>,
): string {
  const handlebars = Handlebars.create();
  for (const [name, helper] of Object.entries(helpers)) {
    // Handlebars adds a last argument, which none of them takes.
    handlebars.registerHelper(name, helper as Handlebars.HelperDelegate);
  }
  const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));
  const print = handlebars.compile(source.replaceAll("\r\n", "\n"), { ...options, knownHelpers });
  return print(data);
}

const compiled = new Map<string, HandlebarsTemplateDelegate>();

/** Prints a view with the template of its name. Pure: the same view gives the same text. */
export function render<T extends keyof TemplateViews>(template: T, view: TemplateViews[T]): string {
  let print = compiled.get(template);
  if (print === undefined) {
    const file = new URL(`templates/${template}.hbs`, packageRoot);
    // A checkout on Windows may have given the template other line ends.
    print = Handlebars.compile(readFileSync(file, "utf8").replaceAll("\r\n", "\n"), options);
    compiled.set(template, print);
  }
  return print(view);
}
