import { findNodeAtLocation, getNodeValue, type Node, parseTree } from "jsonc-parser";
import { insertAll, nextItem } from "../edit/insertion.ts";

/** A configuration with one more instance. */
export interface AddedInstance {
  text: string;
  id: string;
}

/**
 * Adds the first instance of a module type to a configuration, in the process that runs the others. Comments
 * and layout stay.
 *
 * @returns `undefined` if the type is there, or if the text has no list of modules.
 */
export function addInstance(text: string, type: string): AddedInstance | undefined {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const modules = tree && findNodeAtLocation(tree, ["Module"]);
  if (modules?.type !== "object") return undefined;
  const properties = modules.children ?? [];
  if (properties.some((property) => keyOf(property) === type)) return undefined;
  const entries = properties.flatMap((property) => property.children?.[1]?.children ?? []);
  const id = freeId(type, new Set(entries.map((entry) => valueOf(entry, "Id"))));
  const process =
    entries.map((entry) => valueOf(entry, "ProcessID")).find(Boolean) ?? "development";
  const added = `${JSON.stringify(type)}: [{ "Id": ${JSON.stringify(id)}, "ProcessID": ${JSON.stringify(process)} }]`;

  const last = properties.at(-1);
  if (last === undefined) {
    return { id, text: insertAll(text, [{ at: modules.offset + 1, text: ` ${added} ` }]) };
  }
  const gap = /\s*$/.exec(text.slice(0, last.offset))?.[0] || " ";
  return { id, text: insertAll(text, nextItem(text, last.offset + last.length, gap, added)) };
}

function freeId(type: string, taken: ReadonlySet<string | undefined>): string {
  for (let number = 1; ; number++) {
    const id = `${type}${String(number).padStart(3, "0")}`;
    if (!taken.has(id)) return id;
  }
}

function keyOf({ children }: Node): string | undefined {
  return asText(children?.[0]);
}

function valueOf(entry: Node, key: string): string | undefined {
  return asText(findNodeAtLocation(entry, [key]));
}

function asText(node: Node | undefined): string | undefined {
  const value: unknown = node && getNodeValue(node);
  return typeof value === "string" ? value : undefined;
}
