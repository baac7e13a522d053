import type { Constraints, HandlerModel } from "../../model.ts";
import { parameterList } from "../parameter-list.ts";
import type { JsonSchema, JsonSchemas } from "./json-schema.ts";
import type { SchemaSet } from "./schema-set.ts";

/** What a handler is sent: one body by clients, the list of arguments by modules. */
export function sentSchema(handler: HandlerModel, set: SchemaSet): JsonSchema {
  const schemas = set.sentTo(handler);
  return handler.exposure === "gate"
    ? bodySchema(handler, schemas)
    : argumentsSchema(handler, schemas);
}

/** A client sends one body; what the handler may go without may be null. */
function bodySchema(handler: HandlerModel, schemas: JsonSchemas): JsonSchema {
  // The session is the gate's to give.
  const [body] = parameterList({ ...handler, session: false });
  if (body === undefined || body.type === "session") return {};
  const schema = schemas.of(body.type, body.constraints);
  return body.omittable ? { anyOf: [schema, { type: "null" }] } : schema;
}

/** The list of a handler's arguments, without the session, which is nobody's to make up. */
function argumentsSchema(handler: HandlerModel, schemas: JsonSchemas): JsonSchema {
  const list = parameterList({ ...handler, session: false });
  const items: JsonSchema[] = [];
  let rest: JsonSchema | undefined;
  let demanded: Constraints = {};
  for (const parameter of list) {
    if (parameter.type === "session") continue;
    if (parameter.rest) {
      rest = schemas.itemsOf(parameter.type);
      demanded = parameter.constraints ?? {};
      continue;
    }
    const schema = schemas.of(parameter.type, parameter.constraints);
    const isNullable = parameter.omittable || parameter.undefinable;
    items.push(
      isNullable
        ? { title: parameter.name, anyOf: [schema, { type: "null" }] }
        : withTitle(schema, parameter.name),
    );
  }
  const required = list.filter(({ omittable, rest: isRest }) => !omittable && !isRest).length;
  const maxItems = items.length + (rest === undefined ? 0 : (demanded.maxItems ?? Infinity));
  return {
    type: "array",
    ...(items.length === 0 ? {} : { items }),
    minItems: Math.max(required, items.length + (demanded.minItems ?? -Infinity)),
    ...(maxItems === Infinity ? {} : { maxItems }),
    ...(rest === undefined ? {} : items.length === 0 ? { items: rest } : { additionalItems: rest }),
  };
}

/** What stands beside a reference is not looked at. */
function withTitle(schema: JsonSchema, title: string): JsonSchema {
  return "$ref" in schema ? { title, allOf: [schema] } : { title, ...schema };
}
