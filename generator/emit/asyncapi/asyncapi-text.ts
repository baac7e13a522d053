import { stringify } from "yaml";
import { GENERATED_BY } from "../header.ts";
import type { Part } from "./gate-channels.ts";

/** A document as a file: JSON if its name says so, YAML otherwise, with the generator's mark on top. */
export function asyncapiText(document: Part, name: string, version: string): string {
  const mark = `${GENERATED_BY} ${version}. Do not edit; run \`npx mqant-gen\`.`;
  if (name.endsWith(".json")) {
    const { asyncapi, ...rest } = document;
    return `${JSON.stringify({ asyncapi, "x-generated": mark, ...rest }, null, 2)}\n`;
  }
  // Anchors save nothing here that `$ref` does not; folded lines would make differences jump.
  return `# ${mark}\n${stringify(document, { aliasDuplicateObjects: false, lineWidth: 0 })}`;
}
