import { Fifo } from "./fifo.ts";

/** What waits for its turn in a lane. */
export interface LaneJob {
  /** Begins the work; `done` is called once, at the latest when all of it has ended. */
  start(turn: string, done: () => void): void;
}

/**
 * Runs jobs one after the other, in the order in which they came. A job that was begun by the job whose
 * turn it is may share that turn: otherwise a module that calls itself would wait for itself.
 */
export class SerialLane {
  readonly #name: string;
  readonly #waiting = new Fifo<LaneJob>();
  /** The turn that runs, and how many jobs share it. */
  #turn: string | undefined;
  #sharing = 0;
  #turns = 0;
  #advancing = false;

  /** @param name - Unique, such as the module's id: it makes turns distinct over all processes. */
  constructor(name: string) {
    this.#name = name;
  }

  /** How many jobs wait for their turn. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Runs `job` when its turn comes; within the present turn if that is among `heldTurns`. */
  run(job: LaneJob, heldTurns: readonly string[]): void {
    if (this.#turn !== undefined && heldTurns.includes(this.#turn)) this.#begin(job, this.#turn);
    else {
      this.#waiting.push(job);
      this.#advance();
    }
  }

  #begin(job: LaneJob, turn: string): void {
    this.#sharing++;
    job.start(turn, () => {
      this.#sharing--;
      if (this.#sharing > 0) return;
      this.#turn = undefined;
      this.#advance();
    });
  }

  #advance(): void {
    // A job may end before `start` returns: then this loop goes on, not another one inside it.
    if (this.#advancing) return;
    this.#advancing = true;
    while (this.#turn === undefined) {
      const job = this.#waiting.shift();
      if (job === undefined) break;
      this.#turn = `${this.#name}#${++this.#turns}`;
      this.#begin(job, this.#turn);
    }
    this.#advancing = false;
  }
}
