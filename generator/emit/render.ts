import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import type {
  ClientView,
  DocsView,
  GateView,
  GraphView,
  RegistryView,
  SchemasView,
  SchemaView,
} from "./views.ts";

/** Which view each template prints. */
export interface TemplateViews {
  "registry.d.ts": RegistryView;
  "client.ts": ClientView;
  "schema.ts": SchemaView;
  "schemas.ts": SchemasView;
  "gate.ts": GateView;
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

const compiled = new Map<string, HandlebarsTemplateDelegate>();

/** Prints a view with the template of its name. Pure: the same view gives the same text. */
export function render<T extends keyof TemplateViews>(template: T, view: TemplateViews[T]): string {
  let print = compiled.get(template);
  if (print === undefined) {
    // As far from `generator/emit` as from `dist/emit` of the packed package.
    const file = new URL(`../../templates/${template}.hbs`, import.meta.url);
    // A checkout on Windows may have given the template other line ends.
    print = Handlebars.compile(readFileSync(file, "utf8").replaceAll("\r\n", "\n"), options);
    compiled.set(template, print);
  }
  return print(view);
}
