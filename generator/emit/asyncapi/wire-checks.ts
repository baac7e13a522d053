import type * as z from "zod";
import { loadZod } from "../../load-late.ts";
import type { Contract, HandlerModel, TypeModel } from "../../model.ts";
import type { JsonSchema } from "./json-schema.ts";
import { SchemaSet } from "./schema-set.ts";
import { sentSchema } from "./sent-schema.ts";

/** Checks JSON against a contract, as documents describe it. */
export class WireChecks {
  readonly #schemas: SchemaSet;
  readonly #definitions: Record<string, JsonSchema>;

  constructor(contract: Contract) {
    this.#schemas = new SchemaSet(contract, {
      place: "#/definitions/",
      // A key that no type knows is a mistake in an example, whatever becomes of it in a request.
      isClosed: true,
      internal: true,
    });
    this.#definitions = this.#schemas.definitions();
  }

  /** What is wrong with JSON that a handler is sent: its body, or the list of its arguments. */
  sent(handler: HandlerModel, value: unknown): string | undefined {
    return this.#problem(sentSchema(handler, this.#schemas), value);
  }

  /** What is wrong with the JSON of a value, such as a reply. */
  value(type: TypeModel, value: unknown): string | undefined {
    return this.#problem(this.#schemas.open.of(type), value);
  }

  #problem(schema: JsonSchema, value: unknown): string | undefined {
    const document = { ...schema, definitions: this.#definitions };
    // The schemas are ours, and what zod's type asks for.
    const check = loadZod().fromJSONSchema(document as z.core.JSONSchema.JSONSchema, {
      defaultTarget: "draft-7",
    });
    const result = check.safeParse(value);
    if (result.success) return undefined;
    return result.error.issues
      .map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`))
      .join("; ");
  }
}
