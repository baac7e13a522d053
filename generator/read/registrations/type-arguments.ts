import type { ts } from "../compiler/compiler.ts";

/** What stands for type parameters in one activation of generic code: a base class, a helper function. */
export class TypeArguments {
  readonly #parameters: readonly ts.Type[];
  readonly #types: readonly ts.Type[];

  private constructor(parameters: readonly ts.Type[], types: readonly ts.Type[]) {
    this.#parameters = parameters;
    this.#types = types;
  }

  static readonly none: TypeArguments = new TypeArguments([], []);

  /** These, and others that stand for these parameters. */
  with(parameters: readonly ts.Type[], types: readonly ts.Type[]): TypeArguments {
    if (parameters.length === 0) return this;
    return new TypeArguments(
      [...parameters, ...this.#parameters],
      [...types.slice(0, parameters.length), ...this.#types],
    );
  }

  /** Those of a call of a generic function, expressed in what is known where the call stands. */
  ofCall(
    checker: ts.TypeChecker,
    call: ts.CallExpression,
    declaration: ts.SignatureDeclaration,
  ): TypeArguments {
    if (declaration.typeParameters === undefined) return this;
    const parameters = checker.getSignatureFromDeclaration(declaration)?.typeParameters ?? [];
    const signature = checker.getResolvedSignature(call);
    const given = signature && inferred(checker).getTypeArgumentsForResolvedSignature(signature);
    if (given === undefined || given.length !== parameters.length) return this;
    return this.with(
      parameters,
      given.map((type) => this.apply(checker, type)),
    );
  }

  /** A type with these in the place of the parameters that it mentions. */
  apply(checker: ts.TypeChecker, type: ts.Type): ts.Type {
    if (this.#parameters.length === 0) return type;
    // The checker instantiates types all the time and offers no way to ask for it. But the result of an
    // instantiated signature is the result of the generic one, instantiated, when it is first asked for.
    const signature = {
      flags: 0,
      target: { resolvedReturnType: type },
      mapper: { kind: ARRAY_MAPPER, sources: this.#parameters, targets: this.#types },
    };
    return checker.getReturnTypeOfSignature(signature as unknown as ts.Signature);
  }
}

/** The compiler's `TypeMapKind.Array`. */
const ARRAY_MAPPER = 1;

/** A method of the checker's that its declarations leave out. */
interface InferredArguments {
  getTypeArgumentsForResolvedSignature(signature: ts.Signature): readonly ts.Type[] | undefined;
}

function inferred(checker: ts.TypeChecker): InferredArguments {
  return checker as unknown as InferredArguments; // see there
}
