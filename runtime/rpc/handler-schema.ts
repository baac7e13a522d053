/** What is wrong with an argument, and where. */
export interface SchemaIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** As much of a zod schema as the rpc server needs. */
export interface ArgumentsSchema {
  safeParse(
    args: unknown,
  ):
    | { readonly success: true; readonly data: readonly unknown[] }
    | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };
}

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
}

/** The schemas of one module's handlers, by name. */
export type ModuleSchemas = Readonly<Record<string, HandlerSchema>>;
