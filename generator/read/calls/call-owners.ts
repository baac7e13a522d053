import type { ts } from "../compiler/compiler.ts";
import type { FoundModule } from "../find-modules.ts";
import { compareText } from "../location.ts";
import type { MethodCall } from "./find-calls.ts";
import { mentionsOf, type NamedDeclaration, topDeclaration } from "./mentions.ts";

/** Says which modules' code a call is. */
export class CallOwners {
  readonly #checker: ts.TypeChecker;
  readonly #sources: readonly ts.SourceFile[];
  /** Module types by class; a base class has those of all modules that extend it. */
  readonly #types = new Map<ts.Node, Set<string>>();
  readonly #users = new Map<NamedDeclaration, ReadonlySet<string>>();

  constructor(
    checker: ts.TypeChecker,
    sources: readonly ts.SourceFile[],
    modules: readonly FoundModule[],
  ) {
    this.#checker = checker;
    this.#sources = sources;
    for (const { type, module } of modules) {
      for (const node of module.chain) {
        const types = this.#types.get(node);
        if (types === undefined) this.#types.set(node, new Set([type]));
        else types.add(type);
      }
    }
  }

  /**
   * The types of the modules that make a call, sorted: the module it is made through, or in whose class it
   * stands; of a helper, all modules that use the class or function it is in, also through other helpers.
   */
  of({ call, receiver }: MethodCall): string[] {
    const through = this.#checker.getTypeAtLocation(receiver).symbol as ts.Symbol | undefined;
    const declared = through?.valueDeclaration && this.#types.get(through.valueDeclaration);
    return [...(declared ?? this.#ownersAt(call))].sort(compareText);
  }

  #ownersAt(
    node: ts.Node,
    onTheWay: ReadonlySet<NamedDeclaration> = new Set(),
  ): ReadonlySet<string> {
    for (let at: ts.Node | undefined = node; at !== undefined; at = at.parent) {
      const types = this.#types.get(at);
      if (types !== undefined) return types;
    }
    const helper = topDeclaration(node);
    // Helpers may use each other.
    if (helper === undefined || onTheWay.has(helper)) return new Set();
    return this.#usersOf(helper, new Set([...onTheWay, helper]));
  }

  #usersOf(helper: NamedDeclaration, onTheWay: ReadonlySet<NamedDeclaration>): ReadonlySet<string> {
    const known = this.#users.get(helper);
    if (known !== undefined) return known;
    const users = new Set<string>();
    for (const mention of mentionsOf(helper, this.#checker, this.#sources)) {
      for (const type of this.#ownersAt(mention, onTheWay)) users.add(type);
    }
    // On the way through a circle not all is seen yet.
    if (onTheWay.size === 1) this.#users.set(helper, users);
    return users;
  }
}
