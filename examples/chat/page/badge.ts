import { make } from "./element.ts";

/** A round badge with somebody's initials in their colour. Decoration: the name stands beside it. */
export function badge(user: string, hue: number): HTMLElement {
  const made = make("span", "badge", initials(user));
  made.style.setProperty("--hue", String(hue));
  made.ariaHidden = "true";
  return made;
}

function initials(user: string): string {
  const words = user.split(/[\s._-]+/u).filter((word) => word !== "");
  const letters = words.slice(0, 2).map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0));
  return letters.join("").toLocaleUpperCase();
}
