export enum Name {
  Open = "open",
  Shut = `${Name.Open}Not`,
}

export const enum Hard {
  Lock = "lock",
}
