/** What is wrong with an argument, and where. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Arguments that a handler may be given, or what is wrong with them. */
export type CheckedArguments =
  | { readonly success: true; readonly data: readonly unknown[] }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };

/** As much of a zod schema as the rpc server needs. */
export interface ArgumentsSchema {
  safeParse(args: unknown): CheckedArguments;
}

/** A check that a handler brings along. */
export type ArgumentsCheck = (args: readonly unknown[]) => CheckedArguments;

/** What a generated schema file says about one handler. */
export interface HandlerSchema {
  /** Checks all arguments as one tuple, `Session` included; built on first use. */
  readonly args: () => ArgumentsSchema;
  /**
   * How many parameters the handler has at most; `Infinity` with a rest parameter. Surplus arguments, as
   * a newer caller may send them, are dropped.
   */
  readonly arity: number;
  /**
   * Whether the handler may return a promise; `false` saves following what it begins.
   *
   * @defaultValue true
   */
  readonly async?: boolean;
  /** Whether the handler was made by `withSchema`: `args` leaves the body to it. */
  readonly ownSchema?: boolean;
}

/** The schemas of one module's handlers, by name. */
export type ModuleSchemas = Readonly<Record<string, HandlerSchema>>;

/**
 * What a handler is checked by: its contract's schema, then what it brings along itself. The contract knows
 * where the session stands, and leaves the body to the other.
 */
export function schemaOf(
  known: HandlerSchema | undefined,
  own: ArgumentsCheck | undefined,
): HandlerSchema | undefined {
  if (own === undefined) return known;
  if (known === undefined) return { args: () => ({ safeParse: own }), arity: 2 };
  return {
    ...known,
    args: () => ({
      safeParse: (args) => {
        const checked = known.args().safeParse(args);
        return checked.success ? own(checked.data) : checked;
      },
    }),
  };
}
