import type { NewHandler } from "./add-handler.ts";

/**
 * The names that go with a new handler: `HD_Whisper` is a method `whisper(session, msg: WhisperReq)`.
 *
 * @param wanted - Under which it shall be registered; `HD_` is put before it if it is for clients.
 * @returns `undefined` if that is no name for a method.
 */
export function newHandler(
  wanted: string,
  { serial, client }: { serial: boolean; client: boolean },
): NewHandler | undefined {
  const bare = wanted.replace(/^HD_/, "");
  const forClients = client || bare !== wanted;
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(bare)) return undefined;
  const upper = bare.charAt(0).toUpperCase() + bare.slice(1);
  return {
    name: forClients ? `HD_${bare}` : bare,
    method: bare.charAt(0).toLowerCase() + bare.slice(1),
    request: `${upper}Req`,
    reply: `${upper}Reply`,
    forClients,
    order: serial ? "serial" : "concurrent",
  };
}
