import {
  breaking,
  cures,
  dangerous,
  effects,
  fine,
  seenByNobody,
  whenRead,
  whenSent,
  type Rule,
} from "../rule.ts";

const refused = "what lacks it is refused: invalid_argument";
const stillNeeded = `callees that aren't updated yet still need it: ${refused}`;
const unknownKey = "callees that don't know the key refuse it: invalid_argument";
const notYet = "they read what those that aren't updated yet don't send";

/** Written out: a declaration file can't infer them. */
export type PropertyCode =
  | "MQ3040"
  | "MQ3041"
  | "MQ3042"
  | "MQ3043"
  | "MQ3044"
  | "MQ3045"
  | "MQ3046"
  | "MQ3047"
  | "MQ3048"
  | "MQ3049"
  | "MQ3050"
  | "MQ3051"
  | "MQ3052";

/** Properties of objects and keys of records, at any depth. */
export const propertyRules: Readonly<Record<PropertyCode, Rule>> = {
  MQ3040: {
    title: "a required property was added",
    text: "Who makes such an object must know the property, who reads it need not.",
    in: {
      request: effects(breaking(refused), fine, "make it optional"),
      strict: effects(breaking(refused), breaking(unknownKey), "make it optional"),
      ...whenRead(fine, dangerous(notYet), cures.calleesFirst),
    },
  },
  MQ3041: {
    title: "an optional property was added",
    text: "Who doesn't know it leaves it out, and who doesn't know it when reading passes over it.",
    in: {
      request: effects(fine, fine),
      strict: effects(fine, dangerous(unknownKey), cures.calleesFirst),
      ...whenRead(fine, fine),
    },
  },
  MQ3042: {
    title: "a required property was removed",
    text: "Who reads such an object relies on the property; who checks it needs it.",
    in: {
      request: effects(
        fine,
        breaking(stillNeeded),
        "make it optional first, update all callees, and then remove it",
      ),
      strict: effects(
        breaking(unknownKey),
        breaking(stillNeeded),
        "keep it as an optional property until nobody sends it",
      ),
      ...whenRead(
        breaking("they read what doesn't come any more"),
        fine,
        "send it until no old reader is left",
      ),
    },
  },
  MQ3043: {
    title: "an optional property was removed",
    text: "Everybody could do without it before.",
    in: {
      request: effects(fine, fine),
      strict: effects(
        breaking(unknownKey),
        fine,
        "keep it as an optional property until nobody sends it",
      ),
      ...whenRead(
        dangerous("what they may have relied on doesn't come any more"),
        fine,
        "send it until no old reader is left",
      ),
    },
  },
  MQ3044: {
    title: "a property became required",
    text: "It could be left out before.",
    in: {
      ...whenSent(
        breaking(refused),
        fine,
        "keep it optional, and let the handler fill it in, until everybody sends it",
      ),
      ...whenRead(
        fine,
        dangerous("those that aren't updated yet may leave it out"),
        cures.calleesFirst,
      ),
    },
  },
  MQ3045: {
    title: "a property became optional",
    text: "It can be left out now.",
    in: {
      ...whenSent(fine, dangerous(stillNeeded), cures.calleesFirst),
      ...whenRead(
        breaking("they rely on a property that may be missing"),
        fine,
        "send it always until no old reader is left",
      ),
    },
  },
  MQ3046: {
    title: "an object takes other keys now",
    text: "An index signature was added.",
    in: {
      request: effects(fine, fine),
      strict: effects(fine, dangerous(unknownKey), cures.calleesFirst),
      ...whenRead(fine, fine),
    },
  },
  MQ3047: {
    title: "an object takes no other keys any more",
    text: "An index signature was removed, or a record became an object.",
    in: {
      request: effects(fine, fine),
      strict: effects(
        breaking(unknownKey),
        fine,
        "keep the index signature until nobody sends other keys",
      ),
      ...whenRead(
        breaking("they read entries that don't come any more"),
        fine,
        "send them until no old reader is left",
      ),
    },
  },
  MQ3048: {
    title: "a record takes fewer keys",
    text: "The type of its keys became narrower.",
    in: {
      ...whenSent(
        breaking("other keys are refused: invalid_argument"),
        fine,
        "take all keys until nobody sends the others",
      ),
      ...whenRead(
        fine,
        dangerous("those that aren't updated yet may send other keys"),
        cures.calleesFirst,
      ),
    },
  },
  MQ3049: {
    title: "a record takes more keys",
    text: "The type of its keys became wider.",
    in: {
      ...whenSent(
        fine,
        dangerous("callees that aren't updated yet refuse the new keys: invalid_argument"),
        cures.calleesFirst,
      ),
      ...whenRead(
        dangerous("keys may come that they don't know"),
        fine,
        "make sure that readers pass over keys that they don't know",
      ),
    },
  },
  MQ3050: {
    title: "a type may be changed no more, or again",
    text: "readonly is a promise to the compiler alone. Values are copied on their way.",
    in: seenByNobody,
  },
  MQ3051: {
    title: "a brand changed",
    text: "A branded type exists in the compiler alone. The value that travels is the same.",
    in: seenByNobody,
  },
  MQ3052: {
    title: "a member of an enum was renamed",
    text: "The value that travels is the same. Code that names the member has to be changed when it is compiled again.",
    in: seenByNobody,
  },
};
