import { ts } from "ts-morph";
import type { TypeModel } from "../../model.ts";
import type { Spot } from "../read-spot.ts";
import type { TypeReader } from "./type-reader.ts";

/** Reads a template literal type: as a pattern for receivers, and as text for callers. */
export function readTemplate(
  reader: TypeReader,
  type: ts.TemplateLiteralType,
  spot: Spot,
): TypeModel {
  let pattern = "";
  let text = "";
  for (const [index, fixed] of type.texts.entries()) {
    pattern += escapePattern(fixed);
    text += escapeTemplate(fixed);
    const hole = type.types[index];
    if (hole === undefined) continue;
    const kind = holes.find(({ flag }) => hole.flags & flag);
    if (kind === undefined) {
      const whole = reader.project.checker.typeToString(type);
      const reason = `has type ${whole}, which has no pattern`;
      return reader.bad({ code: "MQ1046", reason, hint: "use string" }, spot);
    }
    pattern += kind.pattern;
    text += `\${${kind.text}}`;
  }
  return { kind: "template", pattern: `^${pattern}$`, text: `\`${text}\`` };
}

const holes = [
  { flag: ts.TypeFlags.String, text: "string", pattern: "[\\s\\S]*" },
  { flag: ts.TypeFlags.Number, text: "number", pattern: "-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?" },
  { flag: ts.TypeFlags.BigInt, text: "bigint", pattern: "-?\\d+" },
] as const;

function escapePattern(text: string): string {
  return text
    .replace(/[.*+?^${}()|[\]\\/]/g, "\\$&")
    .replace(/[\n\r\u2028\u2029]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
}

function escapeTemplate(text: string): string {
  return text.replace(/[`\\]|\$(?=\{)/g, "\\$&").replace(/[\n\r\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
