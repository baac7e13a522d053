import type {
  Contract,
  HandlerModel,
  Location,
  ModuleModel,
  NamedType,
  PropertyModel,
  TypeModel,
} from "../../../generator/model.ts";

/** Contracts written by hand, as short as a test needs them. */

/** A place in the one source file that these contracts come from. */
export function at(line: number, column = 3): Location {
  return { file: "src/chat.ts", line, column, endLine: line, endColumn: column + 4 };
}

export const text: TypeModel = { kind: "string" };
export const number: TypeModel = { kind: "number" };

/** A reference to a type that {@link contractOf} was given under this name. */
export function ref(name: string): TypeModel {
  return { kind: "ref", id: idOf(name) };
}

export function literalOf(value: string | number | boolean): TypeModel {
  return { kind: "literal", value };
}

export function union(...of: TypeModel[]): TypeModel {
  return { kind: "union", of };
}

/** An object; a name that ends in `?` is an optional property. */
export function object(properties: Readonly<Record<string, TypeModel>>): TypeModel {
  return {
    kind: "object",
    properties: Object.entries(properties).map(([name, type]): PropertyModel => ({
      name: name.replace(/\?$/, ""),
      type,
      optional: name.endsWith("?"),
      readonly: false,
      doc: [],
    })),
  };
}

export function handler(name: string, changes: Partial<HandlerModel> = {}): HandlerModel {
  return {
    name,
    exposure: name.startsWith("HD_") ? "gate" : "internal",
    order: "concurrent",
    presence: "always",
    session: false,
    parameters: [],
    result: { kind: "void" },
    async: true,
    doc: [],
    registeredAt: at(1),
    declaredAt: at(2),
    ...changes,
  };
}

export function moduleOf(type: string, handlers: readonly HandlerModel[] = []): ModuleModel {
  return {
    type,
    className: type,
    doc: [],
    location: at(1),
    handlers: [...handlers],
    reads: ["src/chat.ts"],
  };
}

export function namedType(
  name: string,
  type: TypeModel,
  changes: Partial<NamedType> = {},
): NamedType {
  return {
    name,
    type,
    recursive: false,
    doc: [],
    origin: {
      from: { file: "src/dto.ts" },
      exportName: name,
      kind: "interface",
      arguments: [],
    },
    ...changes,
  };
}

export function contractOf(parts: {
  modules?: readonly ModuleModel[];
  pushes?: Contract["pushes"];
  types?: readonly NamedType[];
}): Contract {
  return {
    modules: [...(parts.modules ?? [])],
    pushes: parts.pushes ?? [],
    types: Object.fromEntries((parts.types ?? []).map((named) => [idOf(named.name), named])),
  };
}

export function idOf(name: string): string {
  return `src/dto.ts#${name}`;
}

/** A project in `/project` that writes to `src/generated`. */
export const options = {
  version: "1.2.3",
  root: "/project",
  out: "/project/src/generated",
  extension: ".ts",
} as const;
