import type { Contract } from "../model.ts";
import { kebabCase, lowerFirst, pascalCase, unlike } from "./identifiers.ts";

/** What one module is called in emitted code. */
export interface ModuleName {
  /** The beginning of type and class names: `ChatRoom` in `ChatRoomClient`. */
  readonly identifier: string;
  /** The beginning of constants: `chatRoom` in `chatRoomSchemas`. */
  readonly constant: string;
  /** The beginning of file names: `chat-room` in `chat-room.client.ts`. */
  readonly file: string;
  /** The property of the gate client. */
  readonly property: string;
}

/** Members of every object, of the gate client itself, and what would make it a promise. */
export const clientMembers: ReadonlySet<string> = new Set([
  "on",
  "then",
  ...Object.getOwnPropertyNames(Object.prototype),
]);

/** Long enough for any name people give; file systems stop at 255 bytes. */
const MAX_NAME_LENGTH = 60;

/** Names that Windows keeps for devices, whatever follows the first dot. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/**
 * Names for all modules by type: usable as identifiers and file names, unique also where case does not
 * count, and the same whatever else the contract holds, unless two modules would share one.
 */
export function nameModules(contract: Contract): Map<string, ModuleName> {
  const taken = new Set<string>();
  const properties = new Set(clientMembers);
  const names = new Map<string, ModuleName>();
  for (const { type } of contract.modules) {
    const wanted = pascalCase(type).slice(0, MAX_NAME_LENGTH) || "Module";
    const identifier = unlike(wanted, (name) => taken.has(fileName(name)));
    const file = fileName(identifier);
    taken.add(file);
    const constant = lowerFirst(identifier);
    const property = unlike(constant, (name) => properties.has(name));
    properties.add(property);
    names.set(type, { identifier, constant, file, property });
  }
  return names;
}

function fileName(identifier: string): string {
  const name = kebabCase(identifier);
  return deviceName.test(name) ? `${name}-module` : name;
}
