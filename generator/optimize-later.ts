import { setFlagsFromString } from "node:v8";

/**
 * Has V8 optimise functions later, in the whole process. The compiler meets new shapes of nodes for a second or two:
 * what is optimised before that is mostly given up again. From Node 22 on V8 has a compiler in between and needs no
 * such thing.
 */
export function optimizeLater(): void {
  // The default is 135168: so many bytes of bytecode are run.
  if (process.versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=250000");
}
