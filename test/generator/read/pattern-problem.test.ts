import vm from "node:vm";
import fc from "fast-check";
import * as assert from "uvu/assert";
import { patternProblem } from "../../../generator/read/types/pattern-problem.ts";
import { suite } from "../../support/suite.ts";

/** What keeps an engine busy, and why. */
const hostile: [pattern: string, why: string][] = [
  ["^(a|aa)*$", "alternatives that overlap"],
  ["^(a|a)*$", "the same alternative twice"],
  ["^(?:a|[ab])+$", "an alternative within another"],
  ["^(?:\\w|\\d)+$", "classes that overlap"],
  ["^(?:\\p{L}|\\p{Lu})+$", "properties that overlap"],
  ["^(?:\\p{Emoji}|.)*$", "a property and everything"],
  ["^(a|b|ab)*$", "an alternative that two others make"],
  ["^(?:ab|aba|ba)*$", "alternatives that come together in two ways"],
  ["^(?:a.|.b)*$", "alternatives that overlap in the middle"],
  ["^(?:[ab]{2}|[ab]{3})*$", "lengths that add up in two ways"],
  ["^(a+)+$", "a repetition of a repetition"],
  ["^(a*)*$", "a repetition of what may be nothing"],
  ["^(a+?)+?$", "lazy ones"],
  ["^(\\w+\\s?)*$", "a separator that may be missing"],
  ["^\\s*(\\w+\\s*)*;$", "the same with an end"],
  ["^(([a-z])+.)+[A-Z]([a-z])+$", "a dot in a repetition"],
  ["^(x?x?x?x?x?x?x?x?x?x?)*y$", "many that may be missing"],
  ["^(?:a?){30}a{30}$", "choices that multiply"],
  ["^(a{1,3}){1,20}$", "counts within counts"],
  ["^(a|b?a){20}$", "a choice counted"],
  ["^a*a*$", "two repetitions of the same"],
  ["^a*b?a*$", "the same with something that may be missing between"],
  ["^.*.*=.*$", "two of everything"],
  ["^(.*,){5}x$", "everything counted"],
  ["^.{0,1000}.{0,1000}$", "long counts of the same"],
  ["^(?:a|b)*?(?:a|c)*?d$", "lazy ones that overlap"],
  ["a+$", "a start at each place"],
  ["[a-z]+@", "the same with an end of its own"],
  ["(?:^|a)a*$", "a start that may be anywhere"],
  ["(?=a*b)", "a lookahead at each place"],
  ["^(?:(?!a*b).)*$", "a lookahead in a repetition"],
  ["^a*(?=a*b)", "a lookahead behind a repetition"],
  ["^(?=(a|aa)*$)a", "a lookahead that is hostile itself"],
  ["^(?:\\w*)*(?=a)", "a lookahead that may fail behind all ways"],
  ["^(?:a|a)*(?!b)", "one that may succeed and must not"],
  ["^(?:\\w|a)*\\b", "an end of a word that may be missing"],
  ["\\w*(?=a)", "nothing at all, if only an a followed"],
  ["(?<=a*)b", "a lookbehind without bound"],
  ["^(?:|||){20}a", "ways to match nothing that multiply"],
  ["^(?:(?:a?b?c?d?){9}){9}$", "steps that multiply"],
  ["^(?:(?:(?:(?=a)|(?!b)|\\b){3}){3}){3}a", "ways past a part that multiply"],
  ["^(\\d+)\\1$", "a reference back"],
  ["^(a+)\\1+$", "references back, repeated"],
  ["^(a([ab]*c)?)*", "a part that is tried and given up at each place"],
];

/** Patterns as people write them, which must not be refused. */
const harmless = [
  "^[a-z]{2,3}-\\d+$",
  "^\\w+(\\s\\w+)*$",
  "^[^@\\s]+@[^@\\s]+$",
  "^[^@]+@[^@]+\\.[a-z]+$",
  "^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+$",
  "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
  "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:\\d{2})$",
  "^(?=.*\\d)(?=.*[a-z])(?=.*[A-Z]).{8,}$",
  "^(?!.*admin)\\w+$",
  "^(?:(?!b).)*$",
  '^"(?:[^"\\\\]|\\\\.)*"$',
  "^#(?:[0-9a-f]{3}|[0-9a-f]{6})$",
  "^(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}$",
  "^-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?$",
  "^\\p{L}[\\p{L}\\p{N}_ -]{0,30}$",
  "^[A-Za-z0-9]{1,64}[A-Za-z]{2,10}$",
  "^.{1,5000}$",
  "^(red|green|blue)(,(red|green|blue))*$",
  "^a|b$",
  "\\d+",
  "[A-Z]{3}",
  "admin|root",
  "\\bok\\b",
];

/** How long a text may keep a pattern busy; a linear one needs some milliseconds. */
const LIMIT_MS = 4000;

/** Runs a pattern over a text, and stops it where it takes too long. */
function isQuick(pattern: string, text: string): boolean {
  try {
    vm.runInNewContext(
      `new RegExp(pattern, "u").test(text)`,
      { pattern, text },
      { timeout: LIMIT_MS },
    );
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return false;
    throw error;
  }
}

/** Texts that repeat each of some words very often, and then end badly. */
function pumped(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const text = word.repeat(60_000 / word.length);
    return [text, `${text}!`, `${text}\n`];
  });
}

const few = ["a", "b", "ab", "ba", "aab", "abb"];

suite(
  "patterns",
  (test) => {
    for (const [pattern, why] of hostile) {
      test(`${pattern} is refused: ${why}`, () => {
        assert.is(patternProblem(pattern)?.code, "MQ1082");
      });
    }

    for (const pattern of harmless) {
      test(`${pattern} is taken, and no long text keeps it busy`, () => {
        assert.is(patternProblem(pattern)?.reason, undefined);
        const words = ["a", "1", "-", ".", "a.", "1.", "a ", "\\", '"', "@", "a@", "a@a.", "red,"];
        for (const text of pumped(words)) assert.ok(isQuick(pattern, text), text.slice(0, 20));
      });
    }

    test("what begins with ^ instead of anywhere is what is asked for where that is enough", () => {
      assert.is(patternProblem("\\s+$")?.hint, "begin it with ^");
      assert.is.not(patternProblem("(a|aa)*b")?.hint, "begin it with ^");
    });

    test("no pattern of chance that is taken is kept busy by a text of its letters", () => {
      const pattern = fc.letrec<{ any: string; atom: string; times: string; list: string }>(
        (tie) => ({
          atom: fc.constantFrom("a", "b", "[ab]", ".", "\\w", "(?:a|b)", "(?=a)", "(?!b)", "\\b"),
          times: fc
            .tuple(tie("any"), fc.constantFrom("*", "+", "?", "{2}", "{1,3}", "{0,40}", "*?"))
            .map(([inner, often]) => `(?:${inner})${often}`),
          list: fc
            .array(tie("any"), { minLength: 1, maxLength: 3 })
            .chain((parts) => fc.constantFrom(parts.join(""), `(?:${parts.join("|")})`)),
          any: fc.oneof({ maxDepth: 3 }, tie("atom"), tie("times"), tie("list")),
        }),
      ).any;
      let taken = 0;
      fc.assert(
        fc.property(pattern, fc.boolean(), fc.boolean(), (inner, start, end) => {
          const whole = `${start ? "^" : ""}(?:${inner})${end ? "$" : ""}`;
          if (patternProblem(whole) !== undefined) return;
          taken++;
          for (const text of pumped(few))
            assert.ok(isQuick(whole, text), `${whole} ${text.slice(0, 9)}`);
        }),
        { numRuns: 60 },
      );
      assert.ok(taken > 10, `only ${taken} were taken`);
    });
  },
  { timeoutMs: 120_000 },
);
