import type { ChatMessage } from "../generated/gate.ts";
import { badge } from "./badge.ts";
import { make } from "./element.ts";

/** Older messages are taken out of the page. */
const SHOWN_MESSAGES = 500;
/** Messages of one person are grouped if they are not further apart, in milliseconds. */
const GROUP_MS = 5 * 60 * 1000;
/** Somebody who has scrolled up further than this, in pixels, is reading and not to be moved. */
const NEAR_END_PX = 120;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

/** The conversation. */
export class MessageList {
  readonly #list: HTMLElement;
  #last: ChatMessage | undefined;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  clear(): void {
    this.#list.replaceChildren();
    this.#last = undefined;
  }

  /** @param own - Whether the reader wrote it. */
  addMessage(message: ChatMessage, own: boolean): void {
    const isFirst = !this.#continues(message);
    const item = make("li", "message");
    item.classList.toggle("own", own);
    item.classList.toggle("first", isFirst);
    item.classList.toggle("private", message.target !== "*");
    if (isFirst) item.append(badge(message.from, message.hue), heading(message, own));
    item.append(make("div", "bubble", message.msg));
    this.#last = message;
    this.#append(item, own);
  }

  /** A line about what happened, such as somebody's arrival. */
  addNotice(text: string): void {
    this.#last = undefined;
    this.#append(make("li", "notice", text), false);
  }

  #continues({ from, target, at }: ChatMessage): boolean {
    const last = this.#last;
    if (last?.from !== from || last.target !== target) return false;
    return at.getTime() - last.at.getTime() < GROUP_MS;
  }

  #append(item: HTMLElement, follow: boolean): void {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    const isNearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.#list.append(item);
    while (this.#list.childElementCount > SHOWN_MESSAGES) this.#list.firstElementChild?.remove();
    if (follow || isNearEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }
}

function heading({ from, target, at }: ChatMessage, own: boolean): HTMLElement {
  const who = make("div", "who");
  const toOne = target !== "*";
  if (own) who.append(make("b", "", toOne ? `You to ${target}` : "You"));
  else who.append(make("b", "", toOne ? `${from}, only to you` : from));
  const time = make("time", "", clock.format(at));
  time.dateTime = at.toISOString();
  who.append(time);
  return who;
}
