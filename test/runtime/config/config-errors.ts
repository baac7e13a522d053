import { ConfigError } from "../../../runtime/config/config-error.ts";

/** Runs what should be refused and returns the error that it is refused with. */
export function configError(refused: () => unknown): ConfigError {
  try {
    refused();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** The same for what is refused later. */
export async function configRejection(refused: Promise<unknown>): Promise<ConfigError> {
  const outcome = await refused.then(
    () => new Error("nothing was thrown"),
    (error: unknown) => error,
  );
  if (outcome instanceof ConfigError) return outcome;
  throw outcome;
}
