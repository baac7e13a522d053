import { basename } from "node:path";
import type { Contract } from "../../model.ts";
import type { PlannedFile } from "../plan-files.ts";
import { asyncapiDocument } from "./asyncapi-document.ts";
import type { AsyncapiInfo } from "./asyncapi-document.ts";
import { asyncapiText } from "./asyncapi-text.ts";

/**
 * The AsyncAPI document of a contract.
 *
 * @param info - What it says besides, and where it goes.
 * @param version - The generator's.
 */
export function planAsyncapi(
  contract: Contract,
  info: AsyncapiInfo & { out: string },
  version: string,
): PlannedFile {
  const name = basename(info.out);
  const text = asyncapiText(asyncapiDocument(contract, info), name, version);
  return { kind: "asyncapi", name, text, path: info.out };
}
