export { ConfigError } from "./config-error.ts";
export type { ConfigProblem } from "./config-error.ts";
export { diffProject } from "./diff-project.ts";
export type { DiffProjectOptions, DiffProjectResult } from "./diff-project.ts";
export type { Review, ReviewedChange } from "./diff/review.ts";
export type { Effect, Verdict } from "./diff/rule.ts";
export type { Diagnostic } from "./diagnostic.ts";
export type { OutputKind } from "./emit/plan-files.ts";
export { generate } from "./generate.ts";
export type { GenerateResult } from "./generate.ts";
export type * from "./model.ts";
export { defineConfig } from "./options.ts";
export type {
  AsyncapiConfig,
  DocsConfig,
  EmitConfig,
  GenerateOptions,
  MqantGenConfig,
  RuleLevel,
} from "./options.ts";
export type { FileDifference } from "./file-difference.ts";
export type { FileResult } from "./write-files.ts";
export { watch } from "./watch/watch.ts";
export type { Watching, WatchOptions, WatchRun } from "./watch/watch.ts";
