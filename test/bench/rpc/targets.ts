import { spread, type Spread } from "../rounds.ts";
import type { Target } from "../targets.ts";
import type { Slopes } from "./memory.ts";
import { ratioByHand, type CallResults, type Cell } from "./call-results.ts";

/** Bytes a call: no object is smaller, so nothing that each call leaves behind goes unseen. */
const LEAK = 16;

const SMALL = 100;
const LARGE = 4096;

/** The targets for calls. */
export function callTargets(results: CallResults): readonly Target[] {
  const byHand = (cell: Cell, wanted: number): Target => ({
    what: `${at(cell)}: req/s, ours to the better amqplib`,
    wanted,
    atLeast: true,
    measured: ratioByHand(results, cell, "ours"),
  });
  const peer = (name: string, title: string): Target => {
    const cell = { bytes: SMALL, inFlight: 64 };
    const measured = results.ratio(cell, "ours", name, "perSecond");
    return { what: `${at(cell)}: req/s, ours to ${title}`, wanted: 8, atLeast: true, measured };
  };
  return [
    byHand({ bytes: SMALL, inFlight: 512 }, 8),
    byHand({ bytes: SMALL, inFlight: 64 }, 4),
    byHand({ bytes: LARGE, inFlight: 512 }, 2.5),
    ...[SMALL, LARGE].flatMap((bytes) => alone(results, { bytes, inFlight: 1 })),
    peer("moleculer", "tuned moleculer"),
    peer("nestjs", "NestJS"),
  ];
}

/** @param ratio - Of `rpcInvokeNR` to one message a call with confirms. */
export function oneWayTarget(ratio: Spread): Target {
  const what = "one-way: calls/s, ours to amqplib with confirms";
  return { what, wanted: 10, atLeast: true, measured: ratio };
}

export function memoryTargets(slopes: Slopes): readonly Target[] {
  return Object.entries(slopes).map(([role, slope]) => {
    const what = `memory of the ${role}: RSS, bytes a call`;
    return { what, wanted: LEAK, atLeast: false, measured: spread([slope]) };
  });
}

/** Where there is nothing to gather, ours must not cost. */
function alone(results: CallResults, cell: Cell): readonly Target[] {
  const other = "amqplib-dr";
  return [
    {
      what: `${at(cell)}: req/s, ours to amqplib with direct reply-to`,
      wanted: 0.9,
      atLeast: true,
      measured: results.ratio(cell, "ours", other, "perSecond"),
    },
    {
      what: `${at(cell)}: p50, ours to amqplib with direct reply-to`,
      wanted: 1,
      atLeast: false,
      measured: results.ratio(cell, "ours", other, "p50"),
    },
  ];
}

function at({ bytes, inFlight }: Cell): string {
  return `${bytes} B, ${inFlight} in flight`;
}
