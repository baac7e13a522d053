import { resolve } from "node:path";
import { groupChanges, typeChangeId, type ChangeGroup } from "../diff/group-changes.ts";
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
  const grouped = groupChanges(changes);
  const ofTypes = grouped.filter(({ all }) => all.length > 1);
  const sections = new Map<string, ReviewedChange[]>();
  for (const { first: change, all } of grouped) {
    if (all.length > 1) continue;
    const title = change.module ?? (change.topic === undefined ? "All modules" : "Pushes");
    sections.set(title, [...(sections.get(title) ?? []), change]);
  }
  const [failed] = groupChanges(failing);
  const toAllow =
    failed && ((failed.all.length > 1 && typeChangeId(failed.first)) || failed.first.id);
  return [
    ...(ofTypes.length === 0
      ? []
      : [
          [colors.bold("Named types"), ...ofTypes.map((group) => groupText(group, view))].join(
            "\n",
          ),
        ]),
    ...[...sections]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([title, list]) =>
        [
          colors.bold(title),
          ...list.map((change) => changeText(change, change.path, placeLines(change, view), view)),
        ].join("\n"),
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
    ...(toAllow === undefined
      ? []
      : [`To let one pass: mqant-gen diff --allow ${shellWord(toAllow)} --reason "…"`]),
  ].join("\n\n");
}

const paints: Readonly<Record<Verdict, "red" | "yellow" | "green" | "dim">> = {
  breaking: "red",
  dangerous: "yellow",
  compatible: "green",
  documentation: "dim",
};

/** So many of the places that a type's change reaches are named. */
const MAX_PLACES = 8;

/** One change of a type, and where it is felt. */
function groupText({ first, all }: ChangeGroup<ReviewedChange>, view: DiffView): string {
  const paths = all.map(({ path }) => path);
  const more = paths.length - MAX_PLACES;
  const reached = paths.slice(0, MAX_PLACES).join(", ") + (more > 0 ? `, and ${more} more` : "");
  const places = [`    reaches ${view.colors.cyan(reached)}`];
  return changeText(first, first.type ?? first.path, places, view);
}

function placeLines({ location }: ReviewedChange, { root, cwd, colors }: DiffView): string[] {
  if (location === undefined) return [];
  const place = `${shownPath(resolve(root, location.file), cwd)}:${location.line}:${location.column}`;
  return [`    ${colors.dim(place)}`];
}

function changeText(
  change: ReviewedChange,
  path: string,
  places: readonly string[],
  { colors }: DiffView,
): string {
  const { verdict, code, message, allowed, cure, where } = change;
  const label = allowed === undefined ? verdict : `${verdict}, allowed`;
  const paint = colors[allowed === undefined ? paints[verdict] : "dim"];
  const lines = [`  ${paint(label)} ${colors.dim(code)} ${colors.cyan(path)} ${message}`];
  if (allowed !== undefined) lines.push(`    because ${allowed}`);
  if (!isHurting(change) || allowed !== undefined) {
    return [...lines, ...(path === change.path ? [] : places)].join("\n");
  }
  const [callers, callees] = where === "push" ? ["clients", "servers"] : ["callers", "callees"];
  lines.push(
    ...effectLines(`old ${callers}, new ${callees}`, change.oldCaller, colors),
    ...effectLines(`new ${callers}, old ${callees}`, change.newCaller, colors),
  );
  if (cure !== undefined) lines.push(`    ${colors.bold("cure:")} ${cure}`);
  return [...lines, ...places].join("\n");
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
