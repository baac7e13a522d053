import { isDeepStrictEqual } from "node:util";
import { RawMqttClient, type RawMqttClientOptions } from "../support/raw-mqtt-client.ts";

/** A client without fault that asks one request after the other, and holds each answer against what is right. */
export class Canary implements AsyncDisposable {
  /** How long each answer took, in milliseconds. */
  readonly times: number[] = [];
  readonly #client: RawMqttClient;
  #singing = true;
  readonly #ended: Promise<void>;

  private constructor(client: RawMqttClient) {
    this.#client = client;
    this.#ended = this.#sing();
    this.#ended.catch(() => {}); // `rest` tells
  }

  static async start(options: RawMqttClientOptions): Promise<Canary> {
    return new Canary(await RawMqttClient.connect(options));
  }

  /** Rejects with what is wrong as soon as something is; never resolves otherwise. */
  get failed(): Promise<never> {
    return this.#ended.then(() => new Promise<never>(() => {}));
  }

  /** Asks no more. @throws what was wrong: an answer, none in time, a connection that was closed. */
  async rest(): Promise<void> {
    this.#singing = false;
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#singing = false;
    await this.#client[Symbol.asyncDispose]();
  }

  async #sing(): Promise<void> {
    let number = 0;
    while (this.#singing) {
      number++;
      const body = { number, text: "é".repeat(number % 50) };
      const asked = performance.now();
      const answer = await this.#client.request(`Test/HD_Echo/${number}`, body);
      this.times.push(performance.now() - asked);
      if (!isDeepStrictEqual(answer, { Error: "", Result: body })) {
        throw new Error(`request ${number} was answered with ${JSON.stringify(answer)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 2)); // the attackers' turn
    }
  }
}
