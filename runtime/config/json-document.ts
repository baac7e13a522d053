import type { Node, ParseError } from "jsonc-parser";
import { createScanner, getLocation, parseTree } from "jsonc-parser";
import type { ConfigProblem } from "./config-error.ts";
import { describeValue } from "./describe-value.ts";
import { LineTable } from "./line-table.ts";
import { isRecoverable, syntaxProblem } from "./syntax-problem.ts";

/** The keys and indices that lead to a value. */
export type Path = readonly PropertyKey[];

/** Objects and lists inside each other beyond this number are refused: parsers recurse. */
const MAX_DEPTH = 100;
/** Of a file that is no JSON at all, so many problems tell enough. */
const MAX_SYNTAX_PROBLEMS = 20;

interface Entry {
  readonly offset: number;
  /** Where the key begins; for elements of lists the same as `offset`. */
  readonly keyOffset: number;
  readonly children: ReadonlyMap<PropertyKey, Entry>;
}

/** What to say about a place: the parts of a {@link ConfigProblem} that the document can't know. */
export interface Finding {
  readonly expected: string;
  readonly found: string;
  /** @defaultValue `expected <expected>, found <found>` */
  readonly message?: string | undefined;
}

/**
 * A text in JSON with comments, trailing commas and a byte order mark, as plain data that remembers
 * where each value stands.
 */
export class JsonDocument {
  readonly file: string;
  /** The data, or `undefined` if {@link problems} leave nothing to trust. */
  readonly value: unknown;
  /** Broken syntax, keys that occur twice, and `__proto__`, which no object here may have. */
  readonly problems: readonly ConfigProblem[];
  readonly #lines: LineTable;
  readonly #root: Entry | undefined;

  constructor(file: string, source: string) {
    this.file = file;
    const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
    this.#lines = new LineTable(text);
    const problems: ConfigProblem[] = [];
    this.problems = problems;

    const tooDeep = offsetBeyondDepth(text);
    if (tooDeep !== undefined) {
      const found = `more than ${MAX_DEPTH}`;
      problems.push(
        this.#problem(tooDeep, [], { expected: `at most ${MAX_DEPTH} levels of brackets`, found }),
      );
      return;
    }
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
    let isTrue = true;
    for (const error of firstOfEachLine(errors, this.#lines).slice(0, MAX_SYNTAX_PROBLEMS)) {
      // Behind broken syntax values may pass for keys: a path could show what is none of its business.
      const path = isTrue ? getLocation(text, error.offset).path : [];
      isTrue &&= isRecoverable(error);
      const isStarted = path.at(-1) === ""; // a key that is still to come
      const finding = syntaxProblem(text, error);
      problems.push(this.#problem(error.offset, isStarted ? path.slice(0, -1) : path, finding));
    }
    if (!errors.every(isRecoverable)) return;
    if (tree === undefined) {
      problems.push(this.#problem(0, [], { expected: "an object", found: "an empty file" }));
      return;
    }
    const { value, entry } = this.#read(tree, tree.offset, [], problems);
    this.value = value;
    this.#root = entry;
  }

  /**
   * A problem with the value at `path`; where there is none, with the nearest object around it.
   *
   * @param at - Point at the value, or at its key.
   */
  problem(path: Path, finding: Finding, at: "value" | "key" = "value"): ConfigProblem {
    let entry = this.#root;
    let depth = 0;
    for (const key of path) {
      const child: Entry | undefined = entry?.children.get(key);
      if (child === undefined) break;
      entry = child;
      depth += 1;
    }
    const isThere = depth === path.length;
    const offset = at === "key" && isThere ? entry?.keyOffset : entry?.offset;
    return this.#problem(offset ?? 0, path, finding);
  }

  #problem(offset: number, path: Path, { expected, found, message }: Finding): ConfigProblem {
    return {
      file: this.file,
      ...this.#lines.at(offset),
      path: pathText(path),
      expected,
      found,
      message: message ?? `expected ${expected}, found ${found}`,
    };
  }

  #read(node: Node, keyOffset: number, path: Path, problems: ConfigProblem[]): Reading {
    const children = new Map<PropertyKey, Entry>();
    const { offset } = node;
    const entry: Entry = { offset, keyOffset, children };
    if (node.type === "array") {
      const list = (node.children ?? []).map((item, index) => {
        const child = this.#read(item, item.offset, [...path, index], problems);
        children.set(index, child.entry);
        return child.value;
      });
      return { value: list, entry };
    }
    if (node.type !== "object") return { value: node.value, entry };

    const object: Record<string, unknown> = {};
    for (const { children: [keyNode, valueNode] = [] } of node.children ?? []) {
      if (keyNode === undefined || valueNode === undefined) continue; // Reported as broken syntax.
      const key = String(keyNode.value);
      const here = [...path, key];
      const first = children.get(key);
      if (first !== undefined) {
        const { line } = this.#lines.at(first.keyOffset);
        problems.push(
          this.#problem(keyNode.offset, here, {
            expected: "each key once",
            found: `${describeValue(key)} again`,
            message: `${describeValue(key)} occurs twice, first in line ${line}`,
          }),
        );
      } else if (key === "__proto__") {
        problems.push(
          this.#problem(keyNode.offset, here, {
            expected: "a key other than __proto__",
            found: "__proto__",
          }),
        );
      } else {
        const child = this.#read(valueNode, keyNode.offset, here, problems);
        children.set(key, child.entry);
        object[key] = child.value;
      }
    }
    return { value: object, entry };
  }
}

interface Reading {
  readonly value: unknown;
  readonly entry: Entry;
}

/** Writes a path as people do: `Module.Chat[0].ProcessID`. */
export function pathText(path: Path): string {
  let text = "";
  for (const key of path) {
    if (typeof key === "number") text += `[${key}]`;
    else if (/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(String(key)))
      text += `${text && "."}${String(key)}`;
    else text += `[${describeValue(String(key))}]`;
  }
  return text;
}

/** What follows an error in its line is mostly the parser finding its way back. */
function firstOfEachLine(errors: readonly ParseError[], lines: LineTable): ParseError[] {
  const byLine = new Map<number, ParseError>();
  for (const error of errors) {
    const { line } = lines.at(error.offset);
    if (!byLine.has(line)) byLine.set(line, error);
  }
  return [...byLine.values()];
}

function offsetBeyondDepth(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let token: number = scanner.scan(); token !== END_OF_FILE; token = scanner.scan()) {
    if (token === OPEN_BRACE || token === OPEN_BRACKET) depth += 1;
    if (token === CLOSE_BRACE || token === CLOSE_BRACKET) depth -= 1;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

// jsonc-parser's SyntaxKind, which is an ambient `const enum`: isolated modules can't read it.
const OPEN_BRACE = 1;
const CLOSE_BRACE = 2;
const OPEN_BRACKET = 3;
const CLOSE_BRACKET = 4;
const END_OF_FILE = 17;
