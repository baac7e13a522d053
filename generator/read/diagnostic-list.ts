import type { ts } from "./compiler/compiler.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { Location } from "../model.ts";
import { compareLocations, compareText, type Locator } from "./location.ts";

/** What goes with a message. */
export interface DiagnosticDetails {
  hint?: string | undefined;
  related?: { message: string; node: ts.Node }[] | undefined;
}

/** Gathers what is wrong with the sources, each problem once. */
export class DiagnosticList {
  readonly #locator: Locator;
  readonly #found = new Map<string, Diagnostic>();
  /** Who else is told, innermost last. */
  readonly #listeners: ((diagnostic: Diagnostic) => void)[] = [];

  constructor(locator: Locator) {
    this.#locator = locator;
  }

  error(code: string, node: ts.Node, message: string, details: DiagnosticDetails = {}): void {
    this.#add(code, "error", node, message, details);
  }

  warn(code: string, node: ts.Node, message: string, details: DiagnosticDetails = {}): void {
    this.#add(code, "warning", node, message, details);
  }

  /** Runs something and tells what is found meanwhile, also what others have found before. */
  listen<T>(listener: (diagnostic: Diagnostic) => void, run: () => T): T {
    this.#listeners.push(listener);
    try {
      return run();
    } finally {
      this.#listeners.pop();
    }
  }

  add(diagnostic: Diagnostic): void {
    for (const listener of this.#listeners) listener(diagnostic);
    const { code, location, message } = diagnostic;
    const key = `${code} ${placeOf(location)} ${message}`;
    if (!this.#found.has(key)) this.#found.set(key, diagnostic);
  }

  hasErrors(): boolean {
    return [...this.#found.values()].some(({ severity }) => severity === "error");
  }

  /** All of them, by place, then by code. */
  sorted(): Diagnostic[] {
    return [...this.#found.values()].sort(
      (a, b) =>
        compareLocations(a.location, b.location) ||
        compareText(a.code, b.code) ||
        compareText(a.message, b.message),
    );
  }

  #add(
    code: string,
    severity: Diagnostic["severity"],
    node: ts.Node,
    message: string,
    { hint, related }: DiagnosticDetails,
  ): void {
    const diagnostic: Diagnostic = {
      code,
      severity,
      message,
      location: this.#locator.locate(node),
    };
    if (hint !== undefined) diagnostic.hint = hint;
    if (related !== undefined && related.length > 0) {
      diagnostic.related = related.map((other) => ({
        message: other.message,
        location: this.#locator.locate(other.node),
      }));
    }
    this.add(diagnostic);
  }
}

function placeOf({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}
