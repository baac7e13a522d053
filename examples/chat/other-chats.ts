import type { BaseModule, Target } from "mqant";
import type { RoomSummary } from "./dto.ts";
import { Outages } from "./outages.ts";

/** How long another instance may take to tell its rooms, in milliseconds: people wait for the list. */
const TIMEOUT_MS = 500;

/** The instances of Chat beside one of them. One that does not answer is passed over. */
export class OtherChats {
  readonly #chat: BaseModule;
  readonly #outages: Outages;

  /** @param chat - The one that they are beside; it is initialised when they are asked. */
  constructor(chat: BaseModule) {
    this.#chat = chat;
    this.#outages = new Outages(chat);
  }

  /** The rooms that they have, all asked side by side. */
  async rooms(): Promise<RoomSummary[]> {
    const lists = this.#targets().map(async (target) => await this.#roomsOf(target));
    return (await Promise.all(lists)).flat();
  }

  /** Tells them that the rooms here are others than before. Never rejects. */
  async tellRoomsChanged(): Promise<void> {
    const told = this.#targets().map(async (target) => {
      await this.#chat.rpcInvokeNR(target, "roomsChanged");
    });
    // One that can't hear it is one that can't be asked either: that is logged there.
    await Promise.allSettled(told);
  }

  async #roomsOf(target: Target<"Chat">): Promise<RoomSummary[]> {
    const inTime = this.#chat.withOptions({ timeoutMs: TIMEOUT_MS });
    try {
      const rooms = await inTime.rpcInvoke(target, "rooms");
      this.#outages.answered(target);
      return rooms;
    } catch (error) {
      this.#outages.failed(target, error);
      return [];
    }
  }

  #targets(): Target<"Chat">[] {
    const { app, settings } = this.#chat;
    const others = app.instances("Chat").filter(({ id }) => id !== settings.id);
    return others.map(({ id }) => `Chat@${id}` as const);
  }
}
