import type { CallModel } from "../../call-model.ts";
import type { Disk } from "../../disk/disk.ts";
import type { Contract } from "../../model.ts";
import { DiagnosticList } from "../diagnostic-list.ts";
import { findModules } from "../find-modules.ts";
import { compareLocations, compareText } from "../location.ts";
import { openProject } from "../project/open-project.ts";
import { scanSources } from "../project/scan-sources.ts";
import { Evaluator } from "../registrations/constant-value.ts";
import { callNames, findCalls } from "./find-calls.ts";
import { CallOwners } from "./call-owners.ts";
import { ClientMethods } from "./client-methods.ts";
import { readClientCall, readInvoke } from "./read-call.ts";

/** What to look through, and what is known of it. */
export interface CallReading {
  /** Absolute path of the tsconfig. */
  project: string;
  /** Absolute output folder. */
  out: string;
  /** What the disk looks like. */
  disk: Disk;
  /** What the project's sources promise. */
  contract: Contract;
  /**
   * The emitted files of that contract, by name in the output folder. They stand for whatever is there, so
   * that calls through clients are recognised also where nothing, or something older, was generated.
   */
  emitted: ReadonlyMap<string, string>;
}

/**
 * Reads who calls whom: `rpcInvoke` and its like, and the methods of emitted clients. A call that may go to
 * several handlers is several; one whose target can't be known is there without a target.
 *
 * @returns Sorted by place.
 * @throws {GeneratorError} MQ1060 if the tsconfig can't be used.
 */
export function readCalls({
  project: tsconfig,
  out,
  disk,
  contract,
  emitted,
}: CallReading): CallModel[] {
  const project = openProject(tsconfig, out, { emitted, disk });
  const evaluator = new Evaluator(project.checker, () => undefined);
  const { classes } = scanSources(project, new Set());
  // What is wrong with the modules was said when the contract was read.
  const unheard = new DiagnosticList(project.locator);
  const { found } = findModules(project, classes, evaluator, unheard, (_files, run) => run());
  const owners = new CallOwners(project.checker, project.sources, found);
  const clients = new ClientMethods(project);

  const calls = findCalls(project.sources, callNames(contract)).flatMap((node) => {
    const read =
      readInvoke(project, evaluator, clients, node) ?? readClientCall(project, clients, node);
    return (read ?? []).map((call): CallModel => ({
      from: owners.of(node),
      ...call,
      location: project.locator.locate(call.location),
    }));
  });
  return calls.sort(
    (a, b) =>
      compareLocations(a.location, b.location) ||
      compareText(a.target ?? "", b.target ?? "") ||
      compareText(a.handler ?? "", b.handler ?? ""),
  );
}
