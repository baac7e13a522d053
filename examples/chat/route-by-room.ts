import { crc32 } from "node:zlib";
import type { App, ModuleInstance, Route } from "mqant";
import { keptName } from "./names.ts";

/**
 * The instance of Chat that keeps a room, and that all calls about the room go to: every process finds the
 * same one, as long as the configuration has the same instances.
 */
export function homeOf(app: App, roomName: string): ModuleInstance | undefined {
  return pick(app.instances("Chat"), keptName(roomName));
}

/** Sends calls about a room to the room's home, and any other call where its hash leads to. */
export const routeByRoom: Route = (app, type, hash, { args }) => {
  const roomName = roomNameIn(args);
  return roomName === undefined ? pick(app.instances(type), hash) : homeOf(app, roomName);
};

function pick(instances: readonly ModuleInstance[], text: string): ModuleInstance | undefined {
  return instances[crc32(text) % instances.length];
}

/** A client's arguments are a session and a body, which nobody has checked yet. */
function roomNameIn([, body]: readonly unknown[]): string | undefined {
  const isObject = typeof body === "object" && body !== null;
  if (!isObject || !("roomName" in body) || typeof body.roomName !== "string") return undefined;
  return body.roomName;
}
