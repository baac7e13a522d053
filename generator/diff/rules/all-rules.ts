import type { Rule } from "../rule.ts";
import { handlerRules } from "./handler-rules.ts";
import { parameterRules } from "./parameter-rules.ts";
import { propertyRules } from "./property-rules.ts";
import { valueRules } from "./value-rules.ts";

const rules = { ...handlerRules, ...parameterRules, ...propertyRules, ...valueRules };

/** The code of a kind of change. Like those of diagnostics it never changes its meaning. */
export type ChangeCode = keyof typeof rules;

/** All kinds of change, by their codes. */
export const changeRules: Readonly<Record<ChangeCode, Rule>> = rules;
