import { ts } from "../compiler/compiler.ts";
import type { TypeModel } from "../../model.ts";
import type { Spot } from "../read-spot.ts";
import { patternRuns } from "./pattern-runs.ts";
import type { TypeReader } from "./type-reader.ts";

/** Reads a template literal type: as a pattern for receivers, and as text for callers. */
export function readTemplate(
  reader: TypeReader,
  type: ts.TemplateLiteralType,
  spot: Spot,
): TypeModel {
  let pattern = "";
  let text = "";
  const isString = (hole: ts.Type | undefined): boolean =>
    hole !== undefined && (hole.flags & ts.TypeFlags.String) !== 0;
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
    // In front of another string the first place of the text between is as good as any.
    const between = type.texts[index + 1] ?? "";
    const isFirstEnough = isString(hole) && isString(type.types[index + 1]);
    pattern += isFirstEnough ? anythingBut(between) : kind.pattern;
    text += `\${${kind.text}}`;
  }
  const isAllStrings = type.types.every(isString);
  // What may be anything at the end never makes an engine go back.
  const checked = `^${pattern}$`.replace(/\[\\s\\S\]\*\$$/, "");
  if (!isAllStrings && patternRuns(checked) !== "linear") {
    const reason = `has type ${reader.project.checker.typeToString(type)}, which takes more than linear time to check`;
    return reader.bad({ code: "MQ1046", reason, hint: "use string" }, spot);
  }
  return { kind: "template", pattern: `^${pattern}$`, text: `\`${text}\`` };
}

const holes = [
  { flag: ts.TypeFlags.String, text: "string", pattern: "[\\s\\S]*" },
  { flag: ts.TypeFlags.Number, text: "number", pattern: "-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?" },
  { flag: ts.TypeFlags.BigInt, text: "bigint", pattern: "-?\\d+" },
] as const;

/** Everything up to a text, where an engine has no choice. */
function anythingBut(text: string): string {
  const escaped = escapePattern(text);
  if (text === "") return "";
  // One character, which may have two units.
  return /^.$/su.test(text) ? `[^${escaped}]*` : `(?:(?!${escaped})[\\s\\S])*`;
}

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
