import { resolve } from "node:path";
import type { CallModel } from "../call-model.ts";
import type { Location } from "../model.ts";
import type { ListedHandler, ListedModule, ProjectList } from "../project-list.ts";
import { type Colors, shownPath } from "./diagnostic-text.ts";
import { plural } from "./plural.ts";

/** What a list is printed with. */
export interface ListView {
  /** What places are relative to: absolute. */
  root: string;
  /** What they are shown relative to. */
  cwd: string;
  /** The configuration that was read, as it is shown, if one was. */
  conf: string | undefined;
  colors: Colors;
}

/** Modules with their handlers and who calls them, then what deserves a look, then a total. */
export function listText(list: ProjectList, view: ListView): string {
  const { colors, conf } = view;
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [[colors.yellow(title), ...lines].join("\n")];
  const called = (calls: readonly CallModel[]): string[] =>
    calls.map((call) => `  ${placeText(call.location, view)}  ${callText(call)}`);
  const handlers = list.modules.flatMap((module) => module.handlers);
  const calls = handlers.reduce((sum, handler) => sum + handler.calls.length, 0);
  return [
    ...list.modules.map((module) => moduleText(module, view)),
    ...section(
      "Handlers for modules that no call names:",
      list.uncalled.map(
        ({ module, handler, location }) => `  ${placeText(location, view)}  ${module}.${handler}`,
      ),
    ),
    ...section(`Calls to modules that ${conf ?? ""} does not have:`, called(list.notConfigured)),
    ...section("Calls of handlers that nobody registers:", called(list.notRegistered)),
    ...section("Calls that can't be known before the program runs:", called(list.notKnown)),
    `${plural(list.modules.length, "module")}, ${plural(handlers.length, "handler")}, ${plural(calls, "call")}` +
      (conf === undefined ? "; no configuration was found to compare with: name it by --conf" : ""),
  ].join("\n\n");
}

function moduleText({ type, location, instances, handlers }: ListedModule, view: ListView): string {
  const { colors } = view;
  const runs = instances?.length === 0 ? colors.yellow("not configured") : instances?.join(", ");
  const head = [
    colors.bold(type),
    placeText(location, view),
    ...(runs === undefined ? [] : [runs]),
  ];
  const width = Math.max(...handlers.map(({ name }) => name.length));
  return [
    head.join("  "),
    ...handlers.flatMap((handler) => {
      const name = handler.name.padEnd(width);
      const note = [
        handler.exposure === "gate" ? "clients" : "",
        handler.order === "serial" ? "serial" : "",
      ];
      const notes = note.filter((part) => part !== "").map((part) => `  ${colors.dim(part)}`);
      return [
        `  ${name}  ${placeText(handler.location, view)}${notes.join("")}`,
        ...handler.calls.map((call) => `    ${callerText(call, view)}`),
      ];
    }),
  ].join("\n");
}

function callerText(
  { from, oneWay, location }: ListedHandler["calls"][number],
  view: ListView,
): string {
  const who = from.length === 0 ? "" : `${from.join(", ")} `;
  return `${oneWay ? "<~" : "<-"} ${who}${placeText(location, view)}`;
}

function callText({ from, target = "?", handler = "?" }: CallModel): string {
  const who = from.length === 0 ? "" : `${from.join(", ")} -> `;
  return `${who}${target}.${handler}`;
}

/** `src/chat.ts:12:14`, which terminals and editors make a link of. */
function placeText({ file, line, column }: Location, { root, cwd, colors }: ListView): string {
  return colors.cyan(`${shownPath(resolve(root, file), cwd)}:${line}:${column}`);
}
