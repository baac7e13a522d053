import { ts } from "../compiler/compiler.ts";
import type { OpenProject } from "../project/open-project.ts";

/**
 * Knows the interfaces that stand for modules in mqant's `RpcRegistry`: emitted ones, whose methods the
 * emitted clients have, and those that people declare for modules the generator can't see.
 */
export class ClientMethods {
  /** Module types by the interface that lists the module's handlers. */
  readonly #types = new Map<ts.Symbol, string>();

  constructor({ program, checker, mqant }: OpenProject) {
    const registry = program
      .getSourceFiles()
      .filter((source) => mqant.ownsFile(source.fileName))
      .flatMap(({ statements }) => statements.filter(ts.isInterfaceDeclaration))
      .find(({ name }) => name.text === "RpcRegistry");
    const symbol = registry && checker.getSymbolAtLocation(registry.name);
    if (symbol === undefined) return;
    for (const property of checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))) {
      const methods = checker.getTypeOfSymbol(property).symbol as ts.Symbol | undefined;
      if (methods !== undefined) this.#types.set(methods, property.name);
    }
  }

  /** How many modules the registry has. */
  get moduleCount(): number {
    return this.#types.size;
  }

  /** The module whose handler a declared method stands for. */
  moduleOf(checker: ts.TypeChecker, method: ts.Declaration | undefined): string | undefined {
    const owner = method?.parent;
    if (owner === undefined || !ts.isInterfaceDeclaration(owner)) return undefined;
    const symbol = checker.getSymbolAtLocation(owner.name);
    return symbol && this.#types.get(symbol);
  }
}
