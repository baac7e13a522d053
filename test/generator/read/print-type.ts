import type { Contract, HandlerModel, TypeId, TypeModel } from "../../../generator/model.ts";

/** A type of the contract as TypeScript; references by the name that `nameOf` gives them. */
export function printType(type: TypeModel, nameOf: (id: TypeId) => string = (id) => id): string {
  const print = (part: TypeModel): string => printType(part, nameOf);
  switch (type.kind) {
    case "date":
      return "Date";
    case "bytes":
      return "Uint8Array";
    case "literal":
      return type.member === undefined
        ? JSON.stringify(type.value)
        : `${nameOf(type.member.of)}.${type.member.name}`;
    case "template":
    case "branded":
      return type.text;
    case "array":
      return `${type.readonly ? "readonly " : ""}(${print(type.of)})[]`.replace(
        /\((\w+)\)\[\]$/,
        "$1[]",
      );
    case "tuple": {
      const items = type.items.map(({ name, optional, type: item }) => {
        const mark = optional ? "?" : "";
        if (name !== undefined) return `${name}${mark}: ${print(item)}`;
        return optional ? `(${print(item)})?` : print(item);
      });
      if (type.rest !== undefined) items.push(`...(${print(type.rest)})[]`);
      return `${type.readonly ? "readonly " : ""}[${items.join(", ")}]`;
    }
    case "record": {
      const text = `Record<${print(type.key)}, ${print(type.value)}>`;
      return type.partial ? `Partial<${text}>` : text;
    }
    case "object": {
      const lines = type.properties.map(
        ({ name, optional, readonly, type: value }) =>
          `${readonly ? "readonly " : ""}${/^[a-z]\w*$/i.test(name) ? name : JSON.stringify(name)}${optional ? "?" : ""}: ${print(value)}`,
      );
      if (type.index !== undefined) lines.push(`[key: string]: ${print(type.index)}`);
      return lines.length === 0 ? "{}" : `{ ${lines.join("; ")} }`;
    }
    case "union":
      // `readonly` binds weaker than the bar.
      return type.of
        .map((member) =>
          print(member).startsWith("readonly ") ? `(${print(member)})` : print(member),
        )
        .join(" | ");
    case "ref":
      return nameOf(type.id);
    case "bad":
      return `/* ${type.code} */ never`;
    default:
      return type.kind;
  }
}

/** A contract in lines that a test can write down: modules with handlers, pushes, types. */
export function printContract({ modules, pushes, types }: Contract): string[] {
  const nameOf = (id: TypeId): string => types[id]?.name ?? id;
  return [
    ...modules.flatMap(({ type, handlers }) => [
      `module ${type}`,
      ...handlers.map((handler) => `  ${printHandler(handler, nameOf)}`),
    ]),
    ...pushes.map(({ topic, body }) => `push ${topic}: ${printType(body, nameOf)}`),
    ...Object.values(types).map(
      ({ name, type, recursive }) =>
        `${recursive ? "recursive " : ""}type ${name} = ${printType(type, nameOf)}`,
    ),
  ];
}

function printHandler(handler: HandlerModel, nameOf: (id: TypeId) => string): string {
  const parameters = handler.parameters.map(
    ({ name, type, optional, rest }) =>
      `${rest ? "..." : ""}${name}${optional ? "?" : ""}: ${printType(type, nameOf)}`,
  );
  if (handler.session) parameters.unshift("session");
  const order = handler.order === "serial" ? "serial " : "";
  return `${order}${handler.name}(${parameters.join(", ")}): ${printType(handler.result, nameOf)}`;
}
