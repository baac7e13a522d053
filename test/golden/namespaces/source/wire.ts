/** Messages of a race, kept together. */
export namespace Wire {
  export interface Start {
    track: string;
    laps: number;
  }
  export type Place = { driver: string; seconds: number };
}
