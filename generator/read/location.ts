import path from "node:path";
import { ts } from "./compiler/compiler.ts";
import type { Location } from "../model.ts";

/** Says where nodes stand, relative to the folder of the tsconfig. */
export class Locator {
  readonly #root: string;
  readonly #files = new WeakMap<ts.SourceFile, string>();

  /** @param root - Absolute folder that paths are relative to. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Where a node stands, without the comments in front of it. */
  locate(node: ts.Node): Location {
    const source = node.getSourceFile();
    const start = source.getLineAndCharacterOfPosition(node.getStart(source));
    const end = source.getLineAndCharacterOfPosition(node.getEnd());
    return {
      file: this.fileOf(source),
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    };
  }

  /** Where a declaration's name stands, or the declaration itself if it has none. */
  locateName(declaration: ts.Declaration): Location {
    return this.locate(ts.getNameOfDeclaration(declaration) ?? declaration);
  }

  /** The path of a source file as the contract has it. */
  fileOf(source: ts.SourceFile): string {
    const known = this.#files.get(source);
    if (known !== undefined) return known;
    const file = this.relative(source.fileName);
    this.#files.set(source, file);
    return file;
  }

  /** An absolute path as the contract has it: relative, with forward slashes. */
  relative(file: string): string {
    return path.relative(this.#root, file).replaceAll(path.sep, "/");
  }
}

/** By file, then by position. */
export function compareLocations(a: Location, b: Location): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

/** By code point, which no locale changes. */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
