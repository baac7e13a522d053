import type { CodeExplanation } from "./code-explanation.ts";

/** The project around the sources, and the generator itself. */
export const projectCodes: Readonly<Record<`MQ${string}`, CodeExplanation>> = {
  MQ1060: {
    title: "the tsconfig can't be used",
    text:
      "It is missing, is no valid JSON, extends something that is missing, or includes no file. References " +
      "to other projects are not followed: name the tsconfig that includes the modules.",
  },
  MQ1062: {
    title: "something stands where output would go",
    text:
      "A file without the generator's header is never overwritten, and nothing is written outside the " +
      "project through a link. Move it, or choose another output folder.",
  },
  MQ9000: {
    title: "internal error",
    text:
      "The generator met something that it should know and does not. The place in your sources is shown. " +
      "Please report it, with this code and those lines.",
  },
};
