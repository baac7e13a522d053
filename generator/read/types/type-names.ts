import type { TypeId, TypeModel } from "../../model.ts";
import type { NamedEntry } from "./named-types.ts";

/** Names that emitted code needs for itself. */
const taken: ReadonlySet<string> = new Set(
  (
    "Array Awaited Boolean Buffer Date Error Exclude Extract Map Math Number Object Omit Parameters " +
    "Partial Pick Promise Readonly ReadonlyArray Record Required ReturnType RpcCaller CallOptions Session " +
    "Set String Symbol Target Uint8Array default"
  ).split(" "),
);

/**
 * Gives each type a name that is an identifier and unique: its own, `PageOfItem` for an instance of a
 * generic type. Where two would be called the same, the later in order of ids gets its file's name in
 * front.
 *
 * @param entries - In order of ids.
 */
export function nameTypes(entries: ReadonlyMap<TypeId, NamedEntry>): Map<TypeId, string> {
  const names = new Map<TypeId, string>();
  const used = new Set(taken);
  const wanted = new Map<TypeId, string>();
  const wish = (id: TypeId): string => {
    const known = wanted.get(id);
    if (known !== undefined) return known;
    const entry = entries.get(id);
    if (entry === undefined) return "Type";
    if (entry.origin.arguments.length === 0) return entry.ownName;
    wanted.set(id, entry.ownName); // A type that has itself as an argument ends here.
    const args = entry.origin.arguments.map((argument) => partName(argument, wish));
    const name = `${entry.ownName}Of${args.join("And")}`;
    wanted.set(id, name);
    return name;
  };
  for (const [id, entry] of entries) {
    const name = firstFree(wish(id), entry, used);
    used.add(name);
    names.set(id, name);
  }
  return names;
}

function firstFree(name: string, { origin }: NamedEntry, used: ReadonlySet<string>): string {
  if (!used.has(name)) return name;
  const from = "file" in origin.from ? fileStem(origin.from.file) : origin.from.package;
  const prefixed = pascalCase(from) + name;
  if (!used.has(prefixed)) return prefixed;
  for (let number = 2; ; number++) {
    if (!used.has(`${prefixed}${number}`)) return `${prefixed}${number}`;
  }
}

/** What a type argument adds to a name. */
function partName(type: TypeModel, nameOf: (id: TypeId) => string): string {
  switch (type.kind) {
    case "ref":
      return upperFirst(nameOf(type.id));
    case "array":
      return `${partName(type.of, nameOf)}Array`;
    case "literal":
      return pascalCase(String(type.value)) || "Text";
    case "union":
      return type.of.map((member) => partName(member, nameOf)).join("Or");
    case "record":
      return `RecordOf${partName(type.value, nameOf)}`;
    case "branded":
      return partName(type.base, nameOf);
    default:
      return upperFirst(type.kind);
  }
}

function fileStem(file: string): string {
  return (file.split("/").at(-1) ?? file).replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
}

function pascalCase(text: string): string {
  const words = text.split(/[^\p{ID_Continue}]+/u).filter((word) => word !== "");
  const name = words.map(upperFirst).join("");
  return /^\p{ID_Start}/u.test(name) ? name : name === "" ? "" : `_${name}`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
