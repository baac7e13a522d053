import type { HandlerModel } from "../../model.ts";
import type { DiagnosticList } from "../diagnostic-list.ts";
import type { Registration } from "./walk-registrations.ts";

/** A registration that was read. */
export interface ReadRegistration {
  readonly registration: Registration;
  readonly handler: HandlerModel;
}

/**
 * Makes one handler of those that share a name and never meet, as the two in `if (…) register("a", x);
 * else register("a", y)`. Their contracts have to be the same: MQ1016.
 */
export function mergeAlternatives(
  read: readonly ReadRegistration[],
  moduleType: string,
  diagnostics: DiagnosticList,
): ReadRegistration[] {
  const merged: ReadRegistration[] = [];
  for (const one of read) {
    const at = merged.findIndex(
      ({ handler, registration }) =>
        handler.name === one.handler.name && excludeEachOther(registration, one.registration),
    );
    const first = merged[at];
    if (first === undefined) {
      merged.push(one);
      continue;
    }
    if (contractOf(first.handler) !== contractOf(one.handler)) {
      diagnostics.error(
        "MQ1016",
        nameOf(one.registration),
        `${moduleType} registers ${JSON.stringify(one.handler.name)} with one signature or another, depending on a condition`,
        {
          hint: "give both functions the same parameters and result",
          related: [{ message: "the other function", node: nameOf(first.registration) }],
        },
      );
    }
    merged[at] = {
      registration: first.registration,
      handler: {
        ...first.handler,
        async: first.handler.async || one.handler.async,
        presence: isEither(first.registration, one.registration) ? "always" : "conditional",
      },
    };
  }
  return merged;
}

/** Where a registration says what it registers. */
export function nameOf({ call }: Registration): Registration["call"]["arguments"][number] {
  return call.arguments[0] ?? call;
}

/** Whether a fork leads to one of them or to the other. */
function excludeEachOther(a: Registration, b: Registration): boolean {
  return a.arms.some(({ fork, way }) =>
    b.arms.some((other) => other.fork === fork && other.way !== way),
  );
}

/** Whether one of two is registered for sure: nothing but the two ways of one `if` decides. */
function isEither(a: Registration, b: Registration): boolean {
  const [way, ...others] = [...a.arms, ...b.arms].map((arm) => arm.way);
  const isIf = a.arms.length === 1 && b.arms.length === 1 && way !== others[0];
  return isIf && a.presence !== "late" && b.presence !== "late" && !isSwitch(a);
}

/** A `switch` may go by all its clauses. */
function isSwitch({ arms: [arm] }: Registration): boolean {
  return arm !== undefined && "caseBlock" in arm.fork;
}

function contractOf({ order, session, parameters, result }: HandlerModel): string {
  return JSON.stringify([order, session, parameters, result]);
}
