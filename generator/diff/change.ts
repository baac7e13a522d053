import type { Location } from "../model.ts";
import { verdicts, type Channel, type Effect, type Effects, type Verdict } from "./rule.ts";
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
  /** The same place in the innermost type with a name, such as `Profile.nick`: others may mention it too. */
  readonly type?: string;
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

/** Whether callees refuse keys that they don't know, in the older contract and in the present one. */
export interface Strictness {
  readonly old: boolean;
  readonly now: boolean;
}

const open: Strictness = { old: false, now: false };

/** Gathers changes, each once. */
export class Changes {
  readonly #byId = new Map<string, Change>();

  /**
   * @param detail - What differs: `"ios" → "android"`.
   * @param type - The place in a named type: `Profile.nick`.
   * @param strict - For requests: whether keys that the callee doesn't know are refused.
   */
  add(
    code: ChangeCode,
    where: Change["where"],
    path: string,
    subject: Subject,
    detail?: string,
    type?: string,
    strict: Strictness = open,
  ): void {
    const id = `${code} ${path}`;
    const { title } = changeRules[code];
    const { oldCaller, newCaller, cure } = effectsOf(code, where, strict);
    const verdict = verdicts.find((one) => [oldCaller.verdict, newCaller.verdict].includes(one));
    // The same twice: members of a union that nothing tells apart.
    if (verdict === undefined || this.#byId.has(id)) return;
    this.#byId.set(id, {
      code,
      id,
      path,
      where,
      message: detail === undefined ? title : `${title}: ${detail}`,
      verdict,
      oldCaller,
      newCaller,
      ...(cure === undefined ? {} : { cure }),
      ...(type === undefined ? {} : { type }),
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

/** What a change does, when each callee is as strict as its own side says. */
function effectsOf(code: ChangeCode, where: Change["where"], { old, now }: Strictness): Effects {
  const channel = (isStrict: boolean): Channel =>
    where === "request" && isStrict ? "strict" : where;
  const { in: places } = changeRules[code];
  const [byNow, byOld] = [places[channel(now)], places[channel(old)]];
  if (byNow === undefined || byOld === undefined) {
    throw new Error(`${code} says nothing of a ${where}`);
  }
  const { oldCaller } = byNow;
  const { newCaller } = byOld;
  const cure = oldCaller.why === undefined ? newCaller.why && byOld.cure : byNow.cure;
  return { oldCaller, newCaller, ...(cure === undefined ? {} : { cure }) };
}
