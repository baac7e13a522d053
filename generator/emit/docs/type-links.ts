import { constraintLines } from "../../constraints.ts";
import type { Constraints, TypeId, TypeModel } from "../../model.ts";
import { DocumentNames } from "../asyncapi/document-names.ts";
import type { TypeGraph } from "../type-graph.ts";
import { typeText } from "../type-text.ts";
import { html } from "./html-text.ts";

/** Surround the number of a named type where it is mentioned, until the text around it is escaped. */
const MARK = "\uE000";

/** Prints types for a page on which each named type has a place of its own, and links to it. */
export class TypeLinks {
  readonly #graph: TypeGraph;
  readonly #ids: TypeId[];
  readonly #anchors = new Map<TypeId, string>();

  constructor(graph: TypeGraph) {
    this.#graph = graph;
    this.#ids = [...graph.all].map(([id]) => id);
    const names = new DocumentNames();
    for (const id of this.#ids) this.#anchors.set(id, `type-${names.claim(graph.get(id).name)}`);
  }

  /** The fragment that leads to a named type. */
  anchor(id: TypeId): string {
    const anchor = this.#anchors.get(id);
    if (anchor === undefined) throw new Error(`"${id}" is no type of the contract`);
    return anchor;
  }

  /** A type as TypeScript in HTML. */
  html(type: TypeModel): string {
    const text = typeText(type, {
      name: (id) => `${MARK}${this.#ids.indexOf(id)}${MARK}`,
      member: (id, member) => `${MARK}${this.#ids.indexOf(id)}${MARK}.${member}`,
    });
    return html(text).replace(/\uE000(\d+)\uE000/g, (_, place: string) => {
      const id = this.#ids[Number(place)];
      // A literal of the user's may hold such signs too; it names no type.
      if (id === undefined) return "";
      return `<a href="#${this.anchor(id)}">${html(this.#graph.get(id).name)}</a>`;
    });
  }

  /** Constraints as badges say them: `maxLength 20`. */
  constraints(constraints: Constraints | undefined): string[] {
    return constraintLines(constraints).map((line) => html(line.slice(1)));
  }
}
