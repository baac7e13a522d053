// node type-check-worker.ts <project>: checks the types of a project with the compiler that mqant-gen has, and does
// nothing else. Prints how long that took with loading the compiler, in milliseconds.
import { join } from "node:path";

const [, , folder = ""] = process.argv;
const begun = performance.now();
const { Project } = await import("ts-morph");
const project = new Project({ tsConfigFilePath: join(folder, "tsconfig.json") });
const [problem] = project.getPreEmitDiagnostics();
if (problem !== undefined) throw new Error(project.formatDiagnosticsWithColorAndContext([problem]));
console.log(performance.now() - begun);
