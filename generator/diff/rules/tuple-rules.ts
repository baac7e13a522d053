import { breaking, cures, dangerous, fine, whenRead, whenSent, type Rule } from "../rule.ts";

const refused = "is refused: invalid_argument";

/** Written out: a declaration file can't infer them. */
export type TupleCode =
  "MQ3080" | "MQ3081" | "MQ3082" | "MQ3083" | "MQ3084" | "MQ3085" | "MQ3086" | "MQ3087";

/** Which elements a tuple has. */
export const tupleRules: Readonly<Record<TupleCode, Rule>> = {
  MQ3080: {
    title: "a required element was added to a tuple",
    text: "A tuple is checked element by element; one too many is refused like one too few.",
    in: {
      ...whenSent(
        breaking(`a tuple without it ${refused}`),
        breaking("callees that aren't updated yet refuse the element too many: invalid_argument"),
        cures.addBeside,
      ),
      ...whenRead(
        fine,
        dangerous("those that aren't updated yet don't send it"),
        cures.calleesFirst,
      ),
    },
  },
  MQ3081: {
    title: "an optional element was added to a tuple",
    text: "Who doesn't know it leaves it out.",
    in: {
      ...whenSent(
        fine,
        dangerous("callees that aren't updated yet refuse the element too many: invalid_argument"),
        cures.calleesFirst,
      ),
      ...whenRead(fine, fine),
    },
  },
  MQ3082: {
    title: "a required element was removed from a tuple",
    text: "A tuple is checked element by element; one too many is refused like one too few.",
    in: {
      ...whenSent(
        breaking(`the element too many ${refused}`),
        breaking("callees that aren't updated yet still need it: invalid_argument"),
        cures.addBeside,
      ),
      ...whenRead(
        breaking("they read what doesn't come any more"),
        fine,
        "send it until no old reader is left",
      ),
    },
  },
  MQ3083: {
    title: "an optional element was removed from a tuple",
    text: "Everybody could do without it, but a callee refuses what it doesn't know.",
    in: {
      ...whenSent(breaking(`the element too many ${refused}`), fine, cures.keepTaking),
      ...whenRead(
        dangerous("what they may have relied on doesn't come any more"),
        fine,
        "send it until no old reader is left",
      ),
    },
  },
  MQ3084: {
    title: "an element of a tuple became required",
    text: "It could be left out before.",
    in: {
      ...whenSent(breaking(`a tuple without it ${refused}`), fine, cures.keepTaking),
      ...whenRead(
        fine,
        dangerous("those that aren't updated yet may leave it out"),
        cures.calleesFirst,
      ),
    },
  },
  MQ3085: {
    title: "an element of a tuple became optional",
    text: "It can be left out now.",
    in: {
      ...whenSent(
        fine,
        dangerous("callees that aren't updated yet still need it: invalid_argument"),
        cures.calleesFirst,
      ),
      ...whenRead(
        breaking("they rely on an element that may be missing"),
        fine,
        "send it always until no old reader is left",
      ),
    },
  },
  MQ3086: {
    title: "a tuple takes any number of further elements now",
    text: "It has a rest, or became an array.",
    in: {
      ...whenSent(
        fine,
        dangerous("callees that aren't updated yet refuse the elements too many: invalid_argument"),
        cures.calleesFirst,
      ),
      ...whenRead(fine, fine),
    },
  },
  MQ3087: {
    title: "a tuple takes no further elements any more",
    text: "It lost its rest, or was an array.",
    in: {
      ...whenSent(
        breaking("the elements too many are refused: invalid_argument"),
        fine,
        cures.keepTaking,
      ),
      ...whenRead(
        dangerous("what they may have relied on doesn't come any more"),
        fine,
        "send them until no old reader is left",
      ),
    },
  },
};
