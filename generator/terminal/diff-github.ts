import { resolve } from "node:path";
import { posixRelative } from "../posix-path.ts";
import { groupChanges } from "../diff/group-changes.ts";
import { isHurting, type Review } from "../diff/review.ts";
import { githubCommand } from "./github-command.ts";
import type { DiffView } from "./diff-text.ts";

/**
 * Changes that hurt as workflow commands, which GitHub shows at the handlers in question: breaking ones as
 * errors, dangerous ones as warnings, allowed ones as notices.
 */
export function diffGithub(
  { changes, unused }: Review,
  { root, cwd, baseline }: Omit<DiffView, "colors">,
): string {
  const lines = groupChanges(changes.filter(isHurting)).map(({ first, all }) => {
    const { code, message, verdict, allowed, location, oldCaller, newCaller, cure } = first;
    const path = all.length > 1 ? first.type : first.path;
    const place =
      location === undefined
        ? {}
        : {
            file: posixRelative(cwd, resolve(root, location.file)),
            line: location.line,
            col: location.column,
          };
    const told = [
      `${path}: ${message} (since ${baseline})`,
      ...(oldCaller.why === undefined ? [] : [`old callers, new callees: ${oldCaller.why}`]),
      ...(newCaller.why === undefined ? [] : [`new callers, old callees: ${newCaller.why}`]),
      ...(all.length === 1 ? [] : [`reaches ${all.map((each) => each.path).join(", ")}`]),
      ...(allowed === undefined ? [] : [`allowed because ${allowed}`]),
      ...(cure === undefined ? [] : [`cure: ${cure}`]),
    ];
    const level = verdict === "breaking" ? "error" : "warning";
    return githubCommand(
      allowed === undefined ? level : "notice",
      { ...place, title: `${verdict} ${code}` },
      told.join("\n"),
    );
  });
  const forgotten = unused.map(({ change, reason }) =>
    githubCommand("notice", { title: "allowed in vain" }, `${change}: ${reason}`),
  );
  return [...lines, ...forgotten].join("\n");
}
