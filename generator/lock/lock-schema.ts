import type * as Zod from "zod";
import { textFormats } from "../constraints.ts";
import type {
  Constraints,
  HandlerModel,
  ParameterModel,
  PropertyModel,
  TupleItem,
  TypeId,
  TypeModel,
} from "../model.ts";
import { loadZod } from "../load-late.ts";
import type { Allowance } from "./allowances.ts";

/** A named type as the file has it. */
export interface LockedType {
  name: string;
  type: TypeModel;
  constraints?: Constraints;
  members?: { name: string; value: string | number }[];
}

/** What the file adds nothing to: places and documentation stay behind when a contract is locked. */
export type LockedHandler = Omit<
  HandlerModel,
  "async" | "doc" | "examples" | "errors" | "registeredAt" | "declaredAt"
>;

/** The whole file, checked, with the ids of this run in place of names. */
export interface LockedContract {
  allow?: Allowance[];
  unknownKeys?: "strip";
  modules: { type: string; version?: string; handlers: LockedHandler[] }[];
  pushes: { topic: string; body: TypeModel }[];
  types: LockedType[];
}

/**
 * The schema of a lock file. Unknown keys are refused: what this version doesn't know may decide whether
 * two contracts go together.
 *
 * @param idOf - The id that a type of that name gets.
 */
export function lockSchema(idOf: (name: string) => TypeId): Zod.ZodType<LockedContract> {
  const z = loadZod();
  /** What is not set goes without saying. */
  const flag = z.boolean().default(false);
  const count = z.int().nonnegative().exactOptional();
  const regularExpression = z.string().refine(isPattern, "expected a regular expression");
  /** In the order in which sources are read. */
  const constraints: Zod.ZodType<Constraints> = z.strictObject({
    minLength: count,
    maxLength: count,
    pattern: regularExpression.exactOptional(),
    format: z.enum(textFormats).exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
    int: z.literal(true).exactOptional(),
    minItems: count,
    maxItems: count,
  });
  const type: Zod.ZodType<TypeModel> = z.lazy(() => structure);
  const property: Zod.ZodType<PropertyModel> = z
    .strictObject({
      name: z.string(),
      type,
      optional: flag,
      readonly: flag,
      constraints: constraints.exactOptional(),
    })
    .transform((known) => ({ ...known, doc: [] }));
  const item: Zod.ZodType<TupleItem> = z.strictObject({
    type,
    name: z.string().exactOptional(),
    optional: flag,
  });
  const structure = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.enum(plainKinds) }),
    z.strictObject({
      kind: z.literal("literal"),
      value: z.union([z.string(), z.number(), z.boolean()]),
    }),
    z.strictObject({ kind: z.literal("template"), pattern: regularExpression, text: z.string() }),
    z.strictObject({ kind: z.literal("array"), of: type, readonly: flag }),
    z.strictObject({
      kind: z.literal("tuple"),
      items: z.array(item),
      rest: type.exactOptional(),
      readonly: flag,
    }),
    z.strictObject({ kind: z.literal("record"), key: type, value: type, partial: flag }),
    z.strictObject({
      kind: z.literal("object"),
      properties: z.array(property),
      index: type.exactOptional(),
    }),
    z.strictObject({
      kind: z.literal("union"),
      of: z.array(type),
      discriminant: z.string().exactOptional(),
    }),
    z.strictObject({ kind: z.literal("branded"), base: type, text: z.string() }),
    z
      .strictObject({ kind: z.literal("ref"), id: z.string() })
      .transform(({ id }) => ({ kind: "ref" as const, id: idOf(id) })),
  ]);
  const parameter: Zod.ZodType<ParameterModel> = z.strictObject({
    name: z.string(),
    optional: flag,
    rest: flag,
    type,
    constraints: constraints.exactOptional(),
  });
  const handler: Zod.ZodType<LockedHandler> = z.strictObject({
    name: z.string(),
    exposure: z.enum(["gate", "internal"]),
    order: z.enum(["serial", "concurrent"]),
    presence: z.enum(["always", "conditional"]).default("always"),
    session: flag,
    parameters: z.array(parameter),
    ownSchema: z.literal(true).exactOptional(),
    result: type,
    deprecated: z.string().exactOptional(),
  });
  return z.strictObject({
    // Checked before, with messages of their own.
    generator: z.string(),
    format: z.number(),
    allow: z
      .array(
        z.strictObject({
          change: z.string(),
          reason: z.string().min(1, "expected a reason"),
        }),
      )
      .exactOptional(),
    unknownKeys: z.literal("strip").exactOptional(),
    modules: z.array(
      z.strictObject({
        type: z.string(),
        version: z.string().exactOptional(),
        handlers: z.array(handler),
      }),
    ),
    pushes: z.array(z.strictObject({ topic: z.string(), body: type })),
    types: z.array(
      z.strictObject({
        name: z.string(),
        type,
        constraints: constraints.exactOptional(),
        members: z
          .array(z.strictObject({ name: z.string(), value: z.union([z.string(), z.number()]) }))
          .exactOptional(),
      }),
    ),
  });
}

const plainKinds = [
  "string",
  "number",
  "boolean",
  "null",
  "undefined",
  "void",
  "unknown",
  "bigint",
  "date",
  "bytes",
] as const;

/** Emitted schemas compile it with the flag `u`. */
function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
