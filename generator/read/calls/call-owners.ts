import type { ts } from "ts-morph";
import type { FoundModule } from "../find-modules.ts";
import { compareText } from "../location.ts";
import type { MethodCall } from "./find-calls.ts";

/** Says which modules' code a call is. */
export class CallOwners {
  readonly #checker: ts.TypeChecker;
  /** Module types by class; a base class has those of all modules that extend it. */
  readonly #types = new Map<ts.Node, string[]>();

  constructor(checker: ts.TypeChecker, modules: readonly FoundModule[]) {
    this.#checker = checker;
    for (const { type, module } of modules) {
      for (const node of module.chain) {
        const types = this.#types.get(node);
        if (types === undefined) this.#types.set(node, [type]);
        else if (!types.includes(type)) types.push(type);
      }
    }
    for (const types of this.#types.values()) types.sort(compareText);
  }

  /** The types of the modules that make a call: the module it is made through, or in whose class it stands. */
  of({ call, receiver }: MethodCall): string[] {
    const through = this.#checker.getTypeAtLocation(receiver).symbol as ts.Symbol | undefined;
    const declared = through?.valueDeclaration && this.#types.get(through.valueDeclaration);
    if (declared !== undefined) return [...declared];
    for (let at: ts.Node | undefined = call; at !== undefined; at = at.parent) {
      const types = this.#types.get(at);
      if (types !== undefined) return [...types];
    }
    return [];
  }
}
