import type { ModuleSchemas, RpcCaller } from "mqant";

/**
 * Loads an emitted file of a golden case at run time only. Imported with their types, the registries of
 * all cases would merge into one; `calls.ts` of each case is where types are tested.
 */
async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  const url = new URL(`../../golden/${path}`, import.meta.url);
  return (await import(url.href)) as Readonly<Record<string, unknown>>; // a module's exports
}

/** The schemas that `expected/<file>.schema.ts` of a case exports. */
export async function goldenSchemas(name: string, file: string): Promise<ModuleSchemas> {
  const exports = await load(`${name}/expected/${file}.schema.ts`);
  const [schemas] = Object.values(exports);
  return schemas as ModuleSchemas; // the one value that such a file exports
}

/** The schemas of all modules of a case. */
export async function allGoldenSchemas(name: string): Promise<Record<string, ModuleSchemas>> {
  const { schemas } = await load(`${name}/expected/schemas.ts`);
  return schemas as Record<string, ModuleSchemas>; // the one value that the file exports
}

/** A client that has these handlers. */
type ClientOf<H extends string> = Record<H, (...args: unknown[]) => Promise<unknown>> & {
  with(options: object, target?: string): ClientOf<H>;
};

/** The class that `expected/<file>.client.ts` of a case exports. */
export type ClientClass<H extends string> = new (
  caller: RpcCaller,
  target?: string,
  options?: object,
) => ClientOf<H>;

/** Loads the client of a module; `H` names the handlers that the test calls. */
export async function goldenClient<H extends string>(
  name: string,
  file: string,
): Promise<ClientClass<H>> {
  const [client] = Object.values(await load(`${name}/expected/${file}.client.ts`));
  return client as ClientClass<H>; // the one value that such a file exports
}
