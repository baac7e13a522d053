import type { CodeExplanation } from "./code-explanation.ts";
import { inModule } from "./in-module.ts";

/** Tags of documentation comments that constrain values. */
export const constraintCodes: Readonly<Record<`MQ10${string}`, CodeExplanation>> = {
  MQ1080: {
    title: "a constraint's value makes no sense",
    text:
      "@minLength, @maxLength, @minItems and @maxItems take a whole number, @min and @max a number, @format " +
      "one of email, uuid and date-time, @int nothing. Each stands once, and a least value is not above the " +
      "greatest.",
    wrong: inModule(`this.server.registerGO("bet", (bet: Bet) => { void bet; });`, {
      above: `export interface Bet { /** @min abc */ stake: number }`,
    }),
    right: inModule(`this.server.registerGO("bet", (bet: Bet) => { void bet; });`, {
      above: `export interface Bet { /** @min 1 */ stake: number }`,
    }),
  },
  MQ1081: {
    title: "a constraint on a type that it is not for",
    text:
      "@minLength, @maxLength, @pattern and @format are for strings, @min, @max and @int for numbers, " +
      "@minItems and @maxItems for arrays. What the type of the property, alias or parameter admits decides, " +
      "so `string | null` may have @maxLength. Constrain the elements of an array by an alias: " +
      "/** @maxLength 20 */ type Tag = string.",
    wrong: `bet(/** @minLength 1 */ stake: number): void { void stake; }`,
    right: `bet(/** @min 1 */ stake: number): void { void stake; }`,
  },
  MQ1082: {
    title: "a pattern that is wrong or dangerous",
    text:
      "A @pattern is a JavaScript regular expression without slashes, read with the flag u. It runs over " +
      "whatever clients send, so one that needs more than linear time, such as (a+)+$ or ^(a|aa)*$, lets a " +
      "single long text stop the process: what can't be proven to be linear is refused. Begin it with ^, and " +
      "let repetitions that follow each other, or alternatives within a repetition, not take the same " +
      "characters. A lookahead without bound has to stand at the beginning; lookbehinds without bound, and " +
      "references back to long groups, are never proven.",
    wrong: `name(/** @pattern ^(\\w+\\s?)*$ */ name: string): void { void name; }`,
    right: `name(/** @pattern ^\\w+(\\s\\w+)*$ */ name: string): void { void name; }`,
  },
};
