import { join } from "node:path";
import { type Recording, recordingName, recordingText } from "../../examples/recording.ts";
import type { Contract } from "../../model.ts";
import { asyncapiDocument } from "../asyncapi/asyncapi-document.ts";
import type { AsyncapiInfo } from "../asyncapi/asyncapi-document.ts";
import { asyncapiText } from "../asyncapi/asyncapi-text.ts";
import { emitContext } from "../emit-context.ts";
import type { EmitOptions } from "../emit-context.ts";
import type { PlannedFile } from "../plan-files.ts";
import { render } from "../render.ts";
import { docsView } from "./docs-view.ts";

/** Where documentation goes, and what is known besides the contract. */
export interface DocsOptions extends EmitOptions {
  /** Absolute. */
  folder: string;
  /** What examples got when they were run. */
  recording?: Recording | undefined;
}

/** The documentation of a contract: a page, the AsyncAPI document beside it, and what examples got. */
export function planDocs(
  contract: Contract,
  info: AsyncapiInfo,
  { folder, recording, ...options }: DocsOptions,
): PlannedFile[] {
  const page = render("docs.html", docsView(emitContext(contract, options), info, recording));
  const document = asyncapiText(asyncapiDocument(contract, info), "asyncapi.yaml", options.version);
  const plan = (name: string, text: string): PlannedFile => ({
    kind: "docs",
    name,
    text,
    path: join(folder, name),
  });
  return [
    plan("index.html", page),
    plan("asyncapi.yaml", document),
    ...(recording === undefined ? [] : [plan(recordingName, recordingText(recording))]),
  ];
}
