import type { ts } from "../compiler/compiler.ts";
import {
  constrainedKinds,
  constraintTags,
  type ConstrainedKind,
  textFormats,
} from "../../constraints.ts";
import type { Constraints, TypeModel } from "../../model.ts";
import { readTags, tagNames } from "../read-doc.ts";
import type { Spot } from "../read-spot.ts";
import { patternProblem } from "./pattern-problem.ts";
import type { TypeReader } from "./type-reader.ts";

const names = Object.keys(constraintTags) as (keyof Constraints)[]; // its keys are these

/** Whether a declaration's comment has tags that constrain values. */
export function hasConstraints(declaration: ts.Node): boolean {
  return tagNames(declaration).some((name) => Object.hasOwn(constraintTags, name));
}

/**
 * Reads the tags of a declaration's comment that constrain its values, such as `@maxLength 20`. Wrong ones
 * are reported and left out; `undefined` if none is left.
 *
 * @param isGiven - Whether the declaration has the type that is written there, and not one that a generic
 *   or mapped type made of it: then tags that don't fit it are no mistake.
 */
export function readConstraints(
  reader: TypeReader,
  declaration: ts.Node | undefined,
  type: TypeModel,
  spot: Spot,
  isGiven = true,
): Constraints | undefined {
  if (declaration === undefined || !hasConstraints(declaration)) return undefined;
  reader.idleConstraints.markRead(declaration);
  if (type.kind === "bad") return undefined;
  // Nobody can mend somebody else's.
  const quiet = spot.quiet || !reader.project.isSource(declaration.getSourceFile());
  const constraints: Constraints = {};
  const kinds = constrainedKinds(type, reader.named.lookup);
  for (const name of names) {
    const [found, repeated] = readTags(declaration, name);
    if (found === undefined) continue;
    const { tag } = repeated ?? found;
    // A comment in the middle of a line has no place of its own.
    const isPlaced = tag.getSourceFile() === declaration.getSourceFile();
    const at: Spot = { ...spot, quiet, node: isPlaced ? tag : declaration };
    const kind = constraintTags[name];
    if (repeated !== undefined) {
      reader.bad({ code: "MQ1080", reason: `has @${name} twice`, hint: "keep one" }, at);
    } else if (!kinds.has(kind)) {
      if (isGiven) reader.bad(misplaced(name, kind), at);
    } else {
      const value = valueOf(name, firstLine(found.text));
      if ("problem" in value) reader.bad(value.problem, at);
      else Object.assign(constraints, { [name]: value.value });
    }
  }
  for (const [low, high] of ranges) {
    const [least, most] = [constraints[low], constraints[high]];
    if (least === undefined || most === undefined || least <= most) continue;
    const reason = `has @${low} ${least} and @${high} ${most}: nothing is both`;
    reader.bad({ code: "MQ1080", reason, hint: "exchange them" }, { ...spot, quiet });
  }
  return Object.keys(constraints).length === 0 ? undefined : constraints;
}

const ranges = [
  ["minLength", "maxLength"],
  ["min", "max"],
  ["minItems", "maxItems"],
] as const;

interface Problem {
  code: string;
  reason: string;
  hint: string;
}

type Value = { value: string | number | true } | { problem: Problem };

function valueOf(name: keyof Constraints, text: string): Value {
  const wrong = (expected: string): Value => ({
    problem: {
      code: "MQ1080",
      reason: `has ${text === "" ? `@${name} without a value` : `@${name} ${text}`}`,
      hint: `expected ${expected}`,
    },
  });
  switch (name) {
    case "int":
      return text === "" ? { value: true } : wrong("@int alone");
    case "min":
    case "max":
      return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
        ? { value: Number(text) }
        : wrong(`a number, such as @${name} 1`);
    case "format":
      return textFormats.some((format) => format === text)
        ? { value: text }
        : wrong(`@format ${textFormats.join(", ")}`);
    case "pattern": {
      const pattern = text.replace(/^`(.*)`$/, "$1");
      const problem = patternProblem(pattern);
      return problem === undefined ? { value: pattern } : { problem };
    }
    default:
      return /^\d{1,9}$/.test(text)
        ? { value: Number(text) }
        : wrong(`a whole number, such as @${name} 20`);
  }
}

function misplaced(name: keyof Constraints, kind: ConstrainedKind): Problem {
  const whose = { text: "a string", number: "a number", list: "an array" }[kind];
  const reason = `has @${name}, which is for ${whose}`;
  return { code: "MQ1081", reason, hint: hints[kind] };
}

const hints: Readonly<Record<ConstrainedKind, string>> = {
  text: "remove it; for the texts of a list, put it at an alias: type Name = string",
  number: "remove it; for the numbers of a list, put it at an alias: type Count = number",
  list: "remove it, or put it at the property that is the array",
};

/** What follows in further lines is a remark. */
function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").trim();
}
