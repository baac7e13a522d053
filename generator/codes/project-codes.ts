import type { CodeExplanation } from "./code-explanation.ts";

/** The project around the sources, and the generator itself. */
export const projectCodes: Readonly<Record<`MQ${string}`, CodeExplanation>> = {
  MQ1060: {
    title: "the tsconfig can't be used",
    text:
      "It is missing, is no valid JSON, extends or refers to something that is missing, or includes no file. " +
      "Name the tsconfig that includes the modules with --project, or mend this one: the compiler complains " +
      "about it too.",
  },
  MQ1062: {
    title: "something stands where output would go",
    text:
      "A file without the generator's header is never overwritten, and nothing is written outside the " +
      "project through a link. Move it, or choose another output folder.",
  },
  MQ1063: {
    title: "a source can't be read",
    text:
      "A file or folder that the tsconfig includes can't be read: the system does not let this user, it is gone " +
      "before its turn comes, it changes each time it is read, or its code is nested too deep. Without it the " +
      "contract would not be whole, so nothing is written.",
  },
  MQ1064: {
    title: "output can't be written",
    text:
      "The system refused: the disk is full, or this user may not write there. New files are written beside " +
      "the old ones and take their places only when all are there, so the old ones are still whole.",
  },
  MQ1090: {
    title: "a source has a syntax error",
    text:
      "What stands behind it may be read as something else, and handlers be lost without a word: half a contract " +
      "would look like a whole one. So nothing is written until all sources can be parsed. Errors of types don't " +
      "matter, as long as those of handlers can be told.",
  },
  MQ9000: {
    title: "internal error",
    text:
      "The generator met something that it should know and does not. The place in your sources is shown. " +
      "Please report it, with this code and those lines.",
  },
};
