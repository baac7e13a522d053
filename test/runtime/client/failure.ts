import { RpcError } from "mqant/client";

/** The error that a request fails with. */
export async function failure(request: Promise<unknown>): Promise<RpcError> {
  const outcome = await request.then(
    (result) => new Error(`resolved with ${JSON.stringify(result)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof RpcError) return outcome;
  throw outcome;
}
