import path from "node:path";
import { ts } from "../compiler/compiler.ts";
import { Disk } from "../../disk/disk.ts";

/**
 * Knows which declarations belong to package `mqant`: those whose nearest `package.json` has that name.
 * Going by declaration and not by spelling, a renamed import is recognised and somebody else's
 * `register` is not mistaken.
 */
export class MqantPackage {
  readonly #disk: Disk;
  readonly #folders = new Map<string, boolean>();

  constructor(disk: Disk = new Disk()) {
    this.#disk = disk;
  }

  /** Whether a node stands in a file of the package. */
  owns(node: ts.Node): boolean {
    return this.ownsFile(node.getSourceFile().fileName);
  }

  ownsFile(fileName: string): boolean {
    return this.#ownsFolder(path.dirname(fileName));
  }

  /** Whether a symbol is declared in the package under this name. */
  declares(symbol: ts.Symbol | undefined, name: string): boolean {
    return (
      symbol !== undefined &&
      symbol.name === name &&
      (symbol.declarations ?? []).some((declaration) => this.owns(declaration))
    );
  }

  #ownsFolder(folder: string): boolean {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const owned = this.#isNamedMqant(folder) ?? this.#ownsParent(folder);
    this.#folders.set(folder, owned);
    return owned;
  }

  #ownsParent(folder: string): boolean {
    const parent = path.dirname(folder);
    return parent !== folder && this.#ownsFolder(parent);
  }

  /** `undefined` if the folder has no `package.json` with a name, as folders inside a package may not. */
  #isNamedMqant(folder: string): boolean | undefined {
    const text = this.#disk.readText(path.join(folder, "package.json"));
    if (text === undefined) return undefined;
    const { name } = (ts.parseConfigFileTextToJson("package.json", text).config ?? {}) as {
      name?: unknown; // JSON from disk: anything
    };
    return name === undefined ? undefined : name === "mqant";
  }
}
