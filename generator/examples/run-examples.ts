import type { Contract } from "../model.ts";
import { type GateAddress, GateConnection } from "./gate-connection.ts";
import type { ExampleRun, Recording } from "./recording.ts";
import { runnableExamples } from "./runnable-examples.ts";

/** How examples are run. */
export interface RunOptions extends GateAddress {
  /** Handlers whose examples come before all others: without a login most would be refused. */
  first?: readonly string[];
  /** Called before each. */
  onProgress?: (progress: { stage: string; done: number; total: number }) => void;
}

/**
 * Sends all examples that a client can send to a running gate, one after the other on one connection, so that what
 * the first did holds for those behind it.
 *
 * @throws {ConfigError} if the gate can't be reached, or goes away.
 */
export async function runExamples(
  contract: Contract,
  { first, onProgress, ...address }: RunOptions,
): Promise<Recording> {
  const examples = runnableExamples(contract, first);
  const connection = await GateConnection.open(address);
  const runs: ExampleRun[] = [];
  try {
    for (const { handler, sent } of examples) {
      onProgress?.({ stage: "run", done: runs.length, total: examples.length });
      runs.push({ handler, sent, outcome: await connection.request(handler, sent) });
    }
  } finally {
    await connection.close();
  }
  return { runs };
}
