import { Session } from "mqant";
import type { ModuleSchemas, RpcCaller } from "mqant";

const snapshot = {
  sessionId: "1",
  userId: "ann",
  serverId: "Gate001",
  network: "ws",
  ip: "::1",
  settings: {},
};
/** The session of a client. No verb is called, so nothing is ever asked of the caller. */
export const session: Session = new Session(snapshot, "Gate@Gate001", {} as RpcCaller);

/** The arguments as the handler gets them. */
export function checked(
  schemas: ModuleSchemas,
  handler: string,
  args: readonly unknown[],
): readonly unknown[] {
  const result = schemas[handler]?.args().safeParse(args);
  if (result === undefined) throw new Error(`no schema for ${handler}`);
  if (!result.success) throw new Error(JSON.stringify(result.error.issues));
  return result.data;
}

/** Where the first mistake is; fails if there is none. */
export function mistake(schemas: ModuleSchemas, handler: string, args: readonly unknown[]): string {
  const result = schemas[handler]?.args().safeParse(args);
  if (result === undefined || result.success) throw new Error(`${JSON.stringify(args)} passed`);
  return result.error.issues[0]?.path.join(".") ?? "";
}
