import { breaking, cures, dangerous, fine, whenRead, whenSent, type Rule } from "../rule.ts";

const refused = "is refused: invalid_argument";
const notYet = `callees that aren't updated yet refuse it: invalid_argument`;
const unexpected = "values may come that they don't expect";
const oldValues = "those that aren't updated yet may send what no longer is in the type";
const readersFirst = "make sure that readers deal with values that they don't know";

/** Values that were not sent before are sent now. */
const more: Rule["in"] = {
  ...whenSent(fine, dangerous(notYet), cures.calleesFirst),
  ...whenRead(dangerous(unexpected), fine, readersFirst),
};

/** Values that were sent before are refused now. */
function fewer(refusedValues: string): Rule["in"] {
  return {
    ...whenSent(breaking(`${refusedValues} ${refused}`), fine, cures.keepTaking),
    ...whenRead(fine, dangerous(oldValues), cures.calleesFirst),
  };
}

/** Written out: a declaration file can't infer them. */
export type ValueCode =
  | "MQ3060"
  | "MQ3061"
  | "MQ3062"
  | "MQ3063"
  | "MQ3064"
  | "MQ3065"
  | "MQ3067"
  | "MQ3068"
  | "MQ3069"
  | "MQ3070"
  | "MQ3071"
  | "MQ3072"
  | "MQ3073"
  | "MQ3074"
  | "MQ3075";

/** Which values a type has. */
export const valueRules: Readonly<Record<ValueCode, Rule>> = {
  MQ3060: {
    title: "a type was replaced by another",
    text: "No value fits both types, or none that can be relied on. Dates, bigints and bytes travel in forms of their own.",
    in: {
      ...whenSent(
        breaking(`what they send ${refused}`),
        breaking(notYet),
        "add a property or a handler with the new type beside the old one",
      ),
      ...whenRead(
        breaking("they read a value of another type"),
        breaking("they read a value of another type"),
        "add a property or a handler with the new type beside the old one",
      ),
    },
  },
  MQ3061: {
    title: "a type became narrower",
    text: "Some values that it had are not in it any more.",
    in: fewer("what isn't in it any more"),
  },
  MQ3062: {
    title: "a type became wider",
    text: "It has values that it didn't have before.",
    in: more,
  },
  MQ3063: {
    title: "null or undefined is allowed now",
    text: "The value may be missing.",
    in: {
      ...whenSent(fine, dangerous(notYet), cures.calleesFirst),
      ...whenRead(
        breaking("they rely on a value that may be missing"),
        fine,
        "send a value always until no old reader is left",
      ),
    },
  },
  MQ3064: {
    title: "null or undefined is no longer allowed",
    text: "The value could be missing before.",
    in: {
      ...whenSent(breaking(`a missing value ${refused}`), fine, cures.keepTaking),
      ...whenRead(
        fine,
        dangerous("those that aren't updated yet may send no value"),
        cures.calleesFirst,
      ),
    },
  },
  MQ3065: {
    title: "anything is allowed now",
    text: "The type became unknown: nothing is checked, and nothing can be relied on.",
    in: {
      ...whenSent(fine, dangerous(notYet), cures.calleesFirst),
      ...whenRead(
        breaking("anything may come in place of what they read"),
        fine,
        "send what was promised until no old reader is left",
      ),
    },
  },
  MQ3067: {
    title: "a value was added",
    text: "To an enum, or to a union of literals.",
    in: more,
  },
  MQ3068: {
    title: "a value was removed",
    text: "From an enum, or from a union of literals.",
    in: fewer("it"),
  },
  MQ3069: {
    title: "a member was added to a union",
    text: "Readers that tell the members apart meet one that they don't know.",
    in: more,
  },
  MQ3070: {
    title: "a member was removed from a union",
    text: "Nobody may send it any more.",
    in: fewer("it"),
  },
  MQ3071: {
    title: "a type became a union",
    text: "What was always of one type may be of another now. Readers had nothing to tell apart.",
    in: {
      ...whenSent(fine, dangerous(notYet), cures.calleesFirst),
      ...whenRead(
        breaking("they read a value that may be of another type"),
        fine,
        "add a property or a handler with the new type beside the old one",
      ),
    },
  },
  MQ3072: {
    title: "the form of a text changed",
    text: "The template literal type is another one.",
    in: {
      ...whenSent(
        breaking("texts of the old form are refused: invalid_argument"),
        breaking("callees that aren't updated yet refuse texts of the new form: invalid_argument"),
        "take both forms, as a union",
      ),
      ...whenRead(
        dangerous("texts come in a form that they don't know"),
        dangerous("texts come in a form that they don't know"),
        "make sure that readers deal with both forms",
      ),
    },
  },
  MQ3073: {
    title: "what is demanded of a value became stricter",
    text: "By @minLength, @maxLength, @min, @max, @int, @minItems, @maxItems, @pattern or @format. Results and pushes are not checked.",
    in: fewer("what doesn't satisfy it"),
  },
  MQ3074: {
    title: "what is demanded of a value became laxer",
    text: "By @minLength, @maxLength, @min, @max, @int, @minItems, @maxItems, @pattern or @format. Results and pushes are not checked.",
    in: more,
  },
  MQ3075: {
    title: "another form of text is demanded",
    text: "@pattern or @format is another one.",
    in: {
      ...whenSent(
        breaking(`what doesn't satisfy it ${refused}`),
        dangerous("callees that aren't updated yet refuse what doesn't satisfy the old one"),
        cures.keepTaking,
      ),
      ...whenRead(dangerous(unexpected), dangerous(oldValues), readersFirst),
    },
  },
};
