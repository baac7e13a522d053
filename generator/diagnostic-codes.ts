import { changeCodes } from "./codes/change-codes.ts";
import type { CodeExplanation } from "./codes/code-explanation.ts";
import { constraintCodes } from "./codes/constraint-codes.ts";
import { handlerCodes } from "./codes/handler-codes.ts";
import { moduleCodes } from "./codes/module-codes.ts";
import { projectCodes } from "./codes/project-codes.ts";
import { typeCodes } from "./codes/type-codes.ts";
import { warningCodes } from "./codes/warning-codes.ts";

/** All codes of diagnostics. A code never changes its meaning, and is never used again for another. */
export const diagnosticCodes: Readonly<Record<string, CodeExplanation>> = {
  ...moduleCodes,
  ...handlerCodes,
  ...typeCodes,
  ...constraintCodes,
  ...projectCodes,
  ...warningCodes,
  ...changeCodes,
};

/** What a code means; letters may be of either case. `undefined` for what is no code. */
export function explainCode(code: string): CodeExplanation | undefined {
  const known = code.toUpperCase();
  return Object.hasOwn(diagnosticCodes, known) ? diagnosticCodes[known] : undefined;
}
