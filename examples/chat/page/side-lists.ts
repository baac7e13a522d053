import type { Member, RoomSummary } from "../generated/gate.ts";
import { badge } from "./badge.ts";
import { make } from "./element.ts";

/** Shows who is here; the reader is marked. */
export function showMembers(list: HTMLElement, members: readonly Member[], me: string): void {
  list.replaceChildren(
    ...members.map(({ user, hue }) => {
      const item = make("li", "");
      const line = make("div", "");
      line.append(badge(user, hue), make("span", "label", user));
      if (user === me) line.append(make("span", "count", "you"));
      item.append(line);
      return item;
    }),
  );
}

/** Shows the rooms as buttons; `go` gets the name of the one that is chosen. */
export function showRooms(
  list: HTMLElement,
  rooms: readonly RoomSummary[],
  current: string,
  go: (roomName: string) => void,
): void {
  const focused = document.activeElement?.getAttribute("data-room");
  list.replaceChildren(
    ...rooms.map(({ roomName, users }) => {
      const item = make("li", "");
      const button = make("button", "");
      button.type = "button";
      button.dataset["room"] = roomName;
      const count = make("span", "count", String(users));
      count.ariaLabel = users === 1 ? "1 member" : `${users} members`;
      button.append(make("span", "label", roomName), count);
      button.ariaCurrent = roomName === current ? "true" : null;
      button.addEventListener("click", () => go(roomName));
      item.append(button);
      return item;
    }),
  );
  // The list is made anew while somebody walks through it by keyboard.
  for (const button of list.querySelectorAll("button")) {
    if (focused !== null && focused === button.dataset["room"]) button.focus();
  }
}

/** Offers everyone and each other member as readers; keeps the choice while that member is here. */
export function showTargets(
  select: HTMLSelectElement,
  members: readonly Member[],
  me: string,
): void {
  const chosen = select.value;
  const others = members
    .filter(({ user }) => user !== me)
    .map(({ user }) => new Option(user, user));
  select.replaceChildren(new Option("Everyone", "*"), ...others);
  select.value = others.some(({ value }) => value === chosen) ? chosen : "*";
}
