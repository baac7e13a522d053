import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { ConfigError } from "./config-error.ts";
import type { Change } from "./diff/change.ts";
import { diffContracts } from "./diff/diff-contracts.ts";
import { typeChangeId } from "./diff/group-changes.ts";
import { isHurting, reviewChanges, type Review } from "./diff/review.ts";
import { didYouMean } from "./did-you-mean.ts";
import { generate, type GenerateResult } from "./generate.ts";
import { withAllowances, type Allowance } from "./lock/allowances.ts";
import { findBaseline, type Baseline } from "./lock/baseline.ts";
import { LockError } from "./lock/lock-error.ts";
import { readLock, type Lock } from "./lock/read-lock.ts";
import type { GenerateOptions } from "./options.ts";
import { resolveSettings } from "./settings.ts";
import { replaceFiles } from "./replace-files.ts";

/** What is compared, and what is let through. */
export interface DiffProjectOptions extends Pick<
  GenerateOptions,
  "project" | "config" | "cwd" | "onProgress"
> {
  /** A git ref or a lock file. @defaultValue the lock file of git's HEAD */
  baseline?: string | undefined;
  /** The least that fails. @defaultValue `"breaking"` */
  failOn?: "breaking" | "dangerous" | undefined;
  /** Changes to be allowed from now on, by their ids, by code and place in a named type, or `"breaking"` or `"dangerous"` for all of them. */
  allow?: readonly string[] | undefined;
  /** Why they are allowed: required with `allow`. */
  reason?: string | undefined;
  /** Forgets what is allowed and not among the changes. @defaultValue false */
  prune?: boolean | undefined;
}

/** How the contract differs from an older one. */
export interface DiffProjectResult {
  baseline: Baseline;
  /** `undefined` if the sources have errors: then there is no contract to compare. */
  review: Review | undefined;
  /** What reading the sources gave. */
  sources: GenerateResult;
}

/**
 * Compares the contract of the sources with an older one and judges each change. Writes nothing but what is
 * to be allowed, into the lock file.
 *
 * @throws {ConfigError} for wrong settings, a baseline that isn't there or is damaged, and for allowing what
 * is not among the changes.
 */
export async function diffProject(options: DiffProjectOptions): Promise<DiffProjectResult> {
  const { project, config, cwd = process.cwd(), failOn = "breaking", prune = false } = options;
  const { onProgress, baseline: given } = options;
  const wanted = wantedOf(options);
  const { lock, unknownKeys } = await resolveSettings({ project, config, cwd });
  // Before the sources are read: a wrong name is told at once.
  const baseline = findBaseline({ given, lock, cwd });
  const old = read(baseline.text, baseline.name);
  const present = existsSync(lock) ? readFileSync(lock, "utf8") : undefined;
  let allow = present === undefined ? [] : read(present, basename(lock)).allow;

  const sources = await generate({ project, config, cwd, only: ["lock"], check: true, onProgress });
  if (sources.counts.errors > 0) return { baseline, review: undefined, sources };
  const changes = diffContracts(old.contract, sources.contract, {
    unknownKeys: { old: old.unknownKeys, now: unknownKeys },
  });
  if (wanted !== undefined) allow = withAllowed(allow, wanted, changes);
  if (prune) {
    const { unused } = reviewChanges(changes, allow, failOn);
    allow = allow.filter((one) => !unused.includes(one));
  }
  if (wanted !== undefined || prune) {
    if (present === undefined) {
      throw usage(`there is no ${basename(lock)} to note it in; run npx mqant-gen first`);
    }
    replaceFiles([{ path: lock, text: withAllowances(present, allow) }]);
  }
  return { baseline, review: reviewChanges(changes, allow, failOn), sources };
}

function read(text: string, name: string): Lock {
  try {
    return readLock(text, name);
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    const { place, problem, hint } = error;
    const source = `${name}:${place.line}:${place.column}`;
    throw new ConfigError(source, [{ path: "", message: `${problem}; ${hint}` }]);
  }
}

/** What is to be allowed, and why. */
interface Wanted {
  readonly changes: readonly string[];
  readonly reason: string;
}

function wantedOf({ allow, reason = "" }: DiffProjectOptions): Wanted | undefined {
  if (allow === undefined) {
    if (reason !== "") throw usage("--reason belongs to --allow");
    return undefined;
  }
  if (reason.trim() === "") {
    throw usage(`--allow needs a reason: --reason "why nobody is hurt"`);
  }
  return { changes: allow, reason: reason.trim() };
}

function withAllowed(
  allow: readonly Allowance[],
  { changes: names, reason }: Wanted,
  changes: readonly Change[],
): Allowance[] {
  const hurting = changes.filter(isHurting);
  const ids = names.flatMap((name) => {
    if (name === "breaking" || name === "dangerous") {
      return hurting.filter(({ verdict }) => verdict === name).map(({ id }) => id);
    }
    if (hurting.some(({ id }) => id === name)) return [name];
    const ofType = hurting.filter((change) => typeChangeId(change) === name);
    if (ofType.length > 0) return ofType.map(({ id }) => id);
    const hint = didYouMean(
      name,
      hurting.map(({ id }) => id),
    );
    throw usage(
      changes.some(({ id }) => id === name)
        ? `"${name}" hurts nobody; there is nothing to allow`
        : `"${name}" is not among the changes${hint}`,
    );
  });
  const added = [...new Set(ids)].map((change) => ({ change, reason }));
  return [...allow.filter(({ change }) => !ids.includes(change)), ...added];
}

function usage(message: string): ConfigError {
  return new ConfigError("command line", [{ path: "", message }]);
}
