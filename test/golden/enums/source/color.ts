/** Three of them. */
export enum Color {
  Red = "red",
  Green = "green",
  Blue = "blue",
}

export enum Level {
  Low,
  High = 10,
}

export interface Paint {
  color: Color;
  level: Level;
  backup?: Color;
}
