import type { Constraints, HandlerModel, ModuleModel, TypeId, TypeModel } from "../model.ts";
import { admits, withoutUndefined } from "./absence.ts";
import { checkText } from "./check-text.ts";
import { literalValues } from "./discriminant.ts";
import { hasKnownKeys } from "./known-keys.ts";
import type { EmitContext } from "./emit-context.ts";
import { nameOf } from "./contract-names.ts";
import { commentText, docComment, literal } from "./escape-text.ts";
import { header } from "./header.ts";
import { valueKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import { indent } from "./layout.ts";
import { parameterList } from "./parameter-list.ts";
import type { Parameter } from "./parameter-list.ts";
import { REGISTRY_MODULE } from "./server-types.ts";
import type { SchemaView } from "./views.ts";
import { ZodText } from "./zod-text.ts";
import type { ZodNames } from "./zod-text.ts";

/** The module with the helpers that schema files use. */
const HELPERS = "mqant/schema";

/** What the name of a schema that refuses unknown keys ends in. */
const CLOSED = "Closed";

/** What the `<module>.schema.ts` of a module with handlers says. */
export function schemaView(module: ModuleModel, context: EmitContext): SchemaView {
  const { graph, types, options } = context;
  const { identifier, constant } = nameOf(context.names, module.type);
  const imports = new ImportList();
  /** Types whose schema something uses: an enum that only names keys needs none. */
  const used = new Set<TypeId>();
  /** The same for schemas of what clients send, which refuse unknown keys. */
  const usedClosed = new Set<TypeId>();
  const names: ZodNames = {
    graph,
    helper: (name) => imports.value(HELPERS, name),
    type: (type) => types.text(type, imports),
    schema: (id) => {
      used.add(id);
      return schemaName(id, context);
    },
  };
  const closedNames: ZodNames = {
    ...names,
    closed: true,
    schema: (id) => {
      if (!hasKnownKeys(id, graph)) return names.schema(id);
      usedClosed.add(id);
      return `${schemaName(id, context)}${CLOSED}`;
    },
  };
  const namesFor = ({ exposure }: HandlerModel): ZodNames =>
    exposure === "gate" && options.unknownKeys !== "strip" ? closedNames : names;
  imports.type(HELPERS, "ModuleSchemas");
  names.helper("lazy");

  const lists = module.handlers.map((handler) =>
    parameterList(handler).map((parameter) =>
      handler.ownSchema === true && parameter.type !== "session" ? unchecked(parameter) : parameter,
    ),
  );
  const received = lists.flat().flatMap(({ type }) => (type === "session" ? [] : [type]));
  const handlers = module.handlers.map((handler, index) => {
    const { name, async, ownSchema } = handler;
    const list = lists[index] ?? [];
    return {
      key: valueKey(name),
      args: indent(indent(argumentsSchema(list, namesFor(handler)))).trim(),
      ownSchema: ownSchema === true,
      arity: list.some(({ rest }) => rest) ? "Infinity" : String(list.length),
      async: String(async),
      // What a schema of the user's takes in, the user's compiler knows.
      proof: ownSchema
        ? []
        : [
            `Assert<Same<Output<(typeof ${constant}Schemas)[${literal(name)}]["args"]>, ` +
              `Parameters<${identifier}Rpc[${literal(name)}]>>>`,
          ],
    };
  });
  const defined = new Map<TypeId, NamedSchema[]>();
  const define = (id: TypeId, by: ZodNames): void => {
    defined.set(id, [...(defined.get(id) ?? []), namedSchema(id, by)]);
  };
  // They grow while they are walked: a definition may use others, also open ones that are used by closed.
  for (const id of usedClosed) define(id, closedNames);
  for (const id of used) define(id, names);
  const named = graph.reachable(received).flatMap((id) => defined.get(id) ?? []);
  const written = [...named.map(({ statement }) => statement), ...handlers.map(({ args }) => args)];
  if (written.some((text) => /\bz\./.test(text))) imports.all("zod", "z");
  const proofs = [...named, ...handlers].flatMap(({ proof }) => proof);
  if (proofs.length > 0) {
    for (const name of ["Assert", "Output", "Same"]) imports.type(HELPERS, name);
    imports.type(REGISTRY_MODULE, `${identifier}Rpc`);
  }
  return {
    header: header(context.options.version, [module.location.file]),
    imports: imports.lines(),
    schemas: named.map(({ statement }) => statement),
    doc: docComment([
      `Checks of the arguments that module \`${commentText(module.type)}\` receives.`,
    ]),
    constant: `${constant}Schemas`,
    handlers,
    proofName: `${identifier}SchemasProof`,
    proofs,
    hasProofs: proofs.length > 0,
  };
}

/** A parameter that somebody else checks. */
function unchecked({ name }: Parameter): Parameter {
  const any: TypeModel = { kind: "unknown" };
  return { name, type: any, omittable: false, undefinable: false, rest: false };
}

/** The statement that defines the schema of a named type, and the proof that it is right. */
interface NamedSchema {
  readonly statement: string;
  readonly proof: string;
}

function namedSchema(id: TypeId, names: ZodNames): NamedSchema {
  const named = names.graph.get(id);
  const schema = names.schema(id);
  const type = names.type({ kind: "ref", id });
  const definition = new ZodText(names, id).definition(id, named);
  if (named.origin.kind === "enum") {
    const values = (literalValues(named.type, names.graph) ?? []).map(literal).join(" | ");
    return {
      statement: lazily(schema, definition),
      proof: `Assert<Same<\`\${${type}}\`, \`\${${values}}\`>>`,
    };
  }
  if (!named.recursive) {
    return { statement: lazily(schema, definition), proof: proofOf(schema, type) };
  }
  // What mentions itself can't be inferred from itself: mentions see the annotation, the proof the shape.
  const shape = `${schema}Shape`;
  return {
    statement: `${lazily(shape, definition)}\nconst ${schema}: () => z.ZodType<${type}> = ${shape};`,
    proof: proofOf(shape, type),
  };
}

function lazily(name: string, definition: string): string {
  const line = `const ${name} = lazy(() => ${definition});`;
  if (line.length <= 100 || definition.includes("\n")) return line;
  return `const ${name} = lazy(() =>\n${indent(definition)},\n);`;
}

function proofOf(schema: string, type: string): string {
  return `Assert<Same<Output<typeof ${schema}>, ${type}>>`;
}

function argumentsSchema(parameters: readonly Parameter[], names: ZodNames): string {
  const zod = new ZodText(names);
  const last = parameters.at(-1);
  if (last === undefined || !last.rest || last.type === "session") {
    const [first, body, ...others] = parameters;
    const isPlain = body !== undefined && !body.omittable && !body.undefinable;
    if (first?.type === "session" && isPlain && others.length === 0) {
      return `${names.helper("sessionAndBody")}(${argumentSchema(body, zod, names)})`;
    }
    return zod.tuple(parameters.map((parameter) => argumentSchema(parameter, zod, names)));
  }
  const items = parameters.slice(0, -1).map((parameter) => argumentSchema(parameter, zod, names));
  const rest = names.graph.resolve(last.type);
  if (rest.kind === "array") {
    return zod.tuple(items, rest.of) + checkText("list", shifted(last.constraints, items.length));
  }
  if (rest.kind !== "tuple") throw new Error(`a rest parameter is a ${rest.kind}`);
  const listed = rest.items.map(({ type, optional }) =>
    argumentSchema({ ...last, type, omittable: optional, undefinable: false }, zod, names),
  );
  return zod.tuple([...items, ...listed], rest.rest);
}

function argumentSchema(
  { type, omittable, undefinable, constraints }: Parameter,
  zod: ZodText,
  { graph, helper }: ZodNames,
): string {
  if (type === "session") return helper("session");
  if (!omittable && !undefinable) {
    // JSON has no `undefined` between arguments: `null` stands for it.
    return admits(type, "undefined", graph) && !admits(type, "null", graph)
      ? `${helper("undefinable")}(${zod.of(withoutUndefined(type), constraints)})`
      : zod.of(type, constraints);
  }
  const schema = zod.of(type, constraints);
  if (admits(type, "null", graph)) {
    return omittable ? `${schema}.optional()` : `z.union([${schema}, z.undefined()])`;
  }
  return `${helper(omittable ? "optionalArgument" : "undefinable")}(${schema})`;
}

/** A list at the end of a tuple has so many elements before it. */
function shifted(constraints: Constraints | undefined, before: number): Constraints {
  const shift = (limit: number | undefined): number | undefined =>
    limit === undefined ? undefined : limit + before;
  const [minItems, maxItems] = [shift(constraints?.minItems), shift(constraints?.maxItems)];
  return {
    ...(minItems === undefined ? {} : { minItems }),
    ...(maxItems === undefined ? {} : { maxItems }),
  };
}

function schemaName(id: TypeId, { names: { schemas } }: EmitContext): string {
  const name = schemas.get(id);
  if (name === undefined) throw new Error(`"${id}" has no schema`);
  return name;
}
