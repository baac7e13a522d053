import { join } from "node:path";
import type { Contract } from "../../model.ts";
import { asyncapiDocument } from "../asyncapi/asyncapi-document.ts";
import type { AsyncapiInfo } from "../asyncapi/asyncapi-document.ts";
import { asyncapiText } from "../asyncapi/asyncapi-text.ts";
import { emitContext } from "../emit-context.ts";
import type { EmitOptions } from "../emit-context.ts";
import type { PlannedFile } from "../plan-files.ts";
import { render } from "../render.ts";
import { docsView } from "./docs-view.ts";

/**
 * The documentation of a contract: a page, and the AsyncAPI document beside it.
 *
 * @param folder - Where they go: absolute.
 */
export function planDocs(
  contract: Contract,
  info: AsyncapiInfo,
  { folder, ...options }: EmitOptions & { folder: string },
): PlannedFile[] {
  const page = render("docs.html", docsView(emitContext(contract, options), info));
  const document = asyncapiText(asyncapiDocument(contract, info), "asyncapi.yaml", options.version);
  return [
    { kind: "docs", name: "index.html", text: page, path: join(folder, "index.html") },
    { kind: "docs", name: "asyncapi.yaml", text: document, path: join(folder, "asyncapi.yaml") },
  ];
}
