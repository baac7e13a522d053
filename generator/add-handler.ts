import { readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Addition, contractOf, refusal } from "./addition.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { Settings } from "./settings.ts";

/** How a handler is wanted. */
export interface HandlerWish {
  serial: boolean;
  client: boolean;
}

/**
 * Adds a handler to a module's class: method, registration and the types of its parameter and its result.
 *
 * @param target - `Module.name`.
 * @throws {ConfigError} if there is no such module, or it has such a handler, method or types.
 */
export async function addHandler(
  target: string,
  wish: HandlerWish,
  settings: Settings,
): Promise<Addition> {
  const [, type = "", wanted = ""] = /^([^.]+)\.(.+)$/.exec(target) ?? [];
  if (wanted === "")
    throw refusal(`"${target}" names no handler; expected Module.name, such as Chat.HD_Say`);
  const [edit, { newHandler }] = await Promise.all([
    import("./edit/add-handler.ts"),
    import("./edit/new-handler.ts"),
  ]);
  const handler = newHandler(wanted, wish);
  if (handler === undefined)
    throw refusal(`"${wanted}" is no name for a method; use letters and digits`);
  const { contract, root } = await contractOf(settings);
  const module = contract.modules.find((one) => one.type === type);
  if (module === undefined) {
    const known = contract.modules.map((one) => one.type);
    throw refusal(`there is no module ${type}${didYouMean(type, known)}`);
  }
  const there = module.handlers.find(({ name }) => name === handler.name);
  if (there !== undefined) {
    const { file, line } = there.registeredAt;
    throw refusal(`${type} registers ${handler.name} already, at ${file}:${line}`);
  }
  const { file } = module.location;
  if (file.includes("node_modules/")) throw refusal(`${type} comes from a package: ${file}`);
  const path = resolve(root, file);
  const text = readFileSync(path, "utf8");
  try {
    writeFileSync(path, edit.addHandler(basename(path), text, module.location, handler));
  } catch (error) {
    if (error instanceof edit.CannotEdit)
      throw refusal(`${target} can't be added: ${error.message}`);
    throw error;
  }
  const what = `the handler ${handler.name}, its method ${handler.method} and its types`;
  return { files: [{ path, status: "changed", what }], left: [] };
}
