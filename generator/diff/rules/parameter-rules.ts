import { breaking, cures, dangerous, fine, seenByNobody, whenSent, type Rule } from "../rule.ts";

const refused = "calls without it are refused: invalid_argument";

/** Written out: a declaration file can't infer them. */
export type ParameterCode =
  | "MQ3030"
  | "MQ3031"
  | "MQ3032"
  | "MQ3033"
  | "MQ3034"
  | "MQ3035"
  | "MQ3036"
  | "MQ3037"
  | "MQ3038"
  | "MQ3039";

/** Parameters of handlers. Arguments are told apart by their places; surplus ones are dropped. */
export const parameterRules: Readonly<Record<ParameterCode, Rule>> = {
  MQ3030: {
    title: "a required parameter was added",
    text: "Callers that don't know it send one argument less.",
    in: whenSent(breaking(refused), fine, "give it a default, or make it optional"),
  },
  MQ3031: {
    title: "an optional parameter was added",
    text: "Who doesn't know it leaves it out; a callee that doesn't know it drops it.",
    in: whenSent(fine, fine),
  },
  MQ3032: {
    title: "a required parameter was removed",
    text: "Callees drop an argument too many, but refuse one too few.",
    in: whenSent(
      fine,
      breaking(`callees that aren't updated yet still need it: ${refused}`),
      "make it optional first, update all callees, and then remove it",
    ),
  },
  MQ3033: {
    title: "an optional parameter was removed",
    text: "Callees drop an argument too many, and can do without this one.",
    in: whenSent(fine, fine),
  },
  MQ3034: {
    title: "a parameter became required",
    text: "Callers could leave it out before.",
    in: whenSent(breaking(refused), fine, "keep its default until every caller sends it"),
  },
  MQ3035: {
    title: "a parameter became optional",
    text: "Callers may leave it out now.",
    in: whenSent(
      fine,
      dangerous(`callees that aren't updated yet still need it: ${refused}`),
      cures.calleesFirst,
    ),
  },
  MQ3036: {
    title: "parameters changed places",
    text: "Arguments go by their places, not by their names. Where the types agree nothing is refused, and values land in the wrong parameter.",
    in: whenSent(
      breaking("what they send for one parameter is taken for another"),
      breaking("what they send for one parameter is taken for another"),
      cures.addBeside,
    ),
  },
  MQ3037: {
    title: "a parameter was renamed",
    text: "Arguments go by their places. The name is seen in editors alone.",
    in: seenByNobody,
  },
  MQ3038: {
    title: "any number of further arguments is taken now",
    text: "A rest parameter was added. Callees that don't know it drop what is surplus.",
    in: whenSent(fine, fine),
  },
  MQ3039: {
    title: "further arguments are no longer taken",
    text: "A rest parameter was removed. What is surplus is dropped.",
    in: whenSent(fine, fine),
  },
};
