import type { Rule } from "../rule.ts";
import { type HandlerCode, handlerRules } from "./handler-rules.ts";
import { type ParameterCode, parameterRules } from "./parameter-rules.ts";
import { type PropertyCode, propertyRules } from "./property-rules.ts";
import { type TupleCode, tupleRules } from "./tuple-rules.ts";
import { type ValueCode, valueRules } from "./value-rules.ts";

/** The code of a kind of change. Like those of diagnostics it never changes its meaning. */
export type ChangeCode = HandlerCode | ParameterCode | PropertyCode | TupleCode | ValueCode;

/** All kinds of change, by their codes. */
export const changeRules: Readonly<Record<ChangeCode, Rule>> = {
  ...handlerRules,
  ...parameterRules,
  ...propertyRules,
  ...valueRules,
  ...tupleRules,
};
