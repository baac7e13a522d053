import { RpcError } from "mqant";

/** How some work ended: `ok`, or the code of its error; the text of one that has none. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => "ok",
    (error: unknown) => (error instanceof RpcError ? error.code : String(error)),
  );
}
