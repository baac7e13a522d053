import { resolve } from "node:path";
import type { Review, ReviewedChange } from "../diff/review.ts";
import { isHurting } from "../diff/review.ts";
import type { Effect, Verdict } from "../diff/rule.ts";
import { type Colors, shownPath } from "./diagnostic-text.ts";
import { plural } from "./plural.ts";

/** What a comparison is printed with. */
export interface DiffView {
  /** What places are relative to: absolute. */
  root: string;
  /** What they are shown relative to. */
  cwd: string;
  /** What the contract was compared with: `git:main`. */
  baseline: string;
  colors: Colors;
}

/** Changes by module, the worst first, then what is allowed in vain, then a total. */
export function diffText(review: Review, view: DiffView): string {
  const { changes, unused, failing } = review;
  const { colors } = view;
  if (changes.length === 0 && unused.length === 0) {
    return `nothing changed since ${view.baseline}`;
  }
  const groups = new Map<string, ReviewedChange[]>();
  for (const change of changes) {
    const title = change.module ?? (change.topic === undefined ? "All modules" : "Pushes");
    groups.set(title, [...(groups.get(title) ?? []), change]);
  }
  const [first] = failing;
  return [
    ...[...groups]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([title, list]) =>
        [colors.bold(title), ...list.map((change) => changeText(change, view))].join("\n"),
      ),
    ...(unused.length === 0
      ? []
      : [
          [
            colors.yellow(
              "Allowed, but not among the changes (mqant-gen diff --prune forgets them):",
            ),
            ...unused.map(({ change, reason }) => `  ${change}: ${reason}`),
          ].join("\n"),
        ]),
    totalText(review, view),
    ...(first === undefined
      ? []
      : [`To let one pass: mqant-gen diff --allow ${shellWord(first.id)} --reason "…"`]),
  ].join("\n\n");
}

const paints: Readonly<Record<Verdict, "red" | "yellow" | "green" | "dim">> = {
  breaking: "red",
  dangerous: "yellow",
  compatible: "green",
  documentation: "dim",
};

function changeText(change: ReviewedChange, { root, cwd, colors }: DiffView): string {
  const { verdict, code, path, message, allowed, cure, location, where } = change;
  const label = allowed === undefined ? verdict : `${verdict}, allowed`;
  const paint = colors[allowed === undefined ? paints[verdict] : "dim"];
  const lines = [`  ${paint(label)} ${colors.dim(code)} ${colors.cyan(path)} ${message}`];
  if (allowed !== undefined) lines.push(`    because ${allowed}`);
  if (!isHurting(change) || allowed !== undefined) return lines.join("\n");
  const [callers, callees] = where === "push" ? ["clients", "servers"] : ["callers", "callees"];
  lines.push(
    ...effectLines(`old ${callers}, new ${callees}`, change.oldCaller, colors),
    ...effectLines(`new ${callers}, old ${callees}`, change.newCaller, colors),
  );
  if (cure !== undefined) lines.push(`    ${colors.bold("cure:")} ${cure}`);
  if (location !== undefined) {
    const place = `${shownPath(resolve(root, location.file), cwd)}:${location.line}:${location.column}`;
    lines.push(`    ${colors.dim(place)}`);
  }
  return lines.join("\n");
}

function effectLines(who: string, { verdict, why }: Effect, colors: Colors): string[] {
  return why === undefined ? [] : [`    ${who}: ${colors[paints[verdict]](verdict)}: ${why}`];
}

function totalText({ counts, failing }: Review, { baseline, colors }: DiffView): string {
  const { breaking, dangerous, compatible, documentation, allowed } = counts;
  const total =
    `${breaking} breaking, ${dangerous} dangerous, ${compatible} compatible, ` +
    `${documentation} documentation since ${baseline}` +
    (allowed === 0 ? "" : `; ${plural(allowed, "change")} allowed`);
  return failing.length > 0 ? colors.red(total) : total;
}

/** As a POSIX shell takes it for one argument. */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
