import type { Location } from "../model.ts";
import { verdicts, type Channel, type Effect, type Verdict } from "./rule.ts";
import { changeRules, type ChangeCode } from "./rules/all-rules.ts";

/** What a change belongs to. */
export interface Subject {
  readonly module?: string;
  readonly handler?: string;
  /** The topic of a push. */
  readonly topic?: string;
  /** Where it stands in the sources as they are now. */
  readonly location?: Location | undefined;
}

/** One way in which a contract differs from an older one. */
export interface Change extends Subject {
  readonly code: ChangeCode;
  /** Code and path: what names the change where it is allowed. Unique. */
  readonly id: string;
  /** `Login.HD_Login(msg.os)` in a request, `Login.HD_Login().id` in a reply, `push(Chat/On).at` in a push. */
  readonly path: string;
  readonly where: "handler" | "request" | "reply" | "push";
  /** What changed, in words. */
  readonly message: string;
  /** The worse of the two effects. */
  readonly verdict: Verdict;
  /** What happens between old callers, or clients, and new callees. */
  readonly oldCaller: Effect;
  /** What happens between new callers, or clients, and old callees. */
  readonly newCaller: Effect;
  /** What to do about it. */
  readonly cure?: string;
}

/** Gathers changes, each once. */
export class Changes {
  readonly #byId = new Map<string, Change>();

  /** @param detail - What differs: `"ios" → "android"`. */
  add(code: ChangeCode, channel: Channel, path: string, subject: Subject, detail?: string): void {
    const id = `${code} ${path}`;
    const { title, in: places } = changeRules[code];
    const found = places[channel];
    if (found === undefined) throw new Error(`${code} says nothing of a ${channel}`);
    const { oldCaller, newCaller, cure } = found;
    const verdict = verdicts.find((one) => [oldCaller.verdict, newCaller.verdict].includes(one));
    // The same twice: members of a union that nothing tells apart.
    if (verdict === undefined || this.#byId.has(id)) return;
    this.#byId.set(id, {
      code,
      id,
      path,
      where: channel === "strict" ? "request" : channel,
      message: detail === undefined ? title : `${title}: ${detail}`,
      verdict,
      oldCaller,
      newCaller,
      ...(cure === undefined ? {} : { cure }),
      ...subject,
    });
  }

  /** The worst first, otherwise as they were found. */
  get sorted(): Change[] {
    return [...this.#byId.values()].toSorted(
      (a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict),
    );
  }
}
