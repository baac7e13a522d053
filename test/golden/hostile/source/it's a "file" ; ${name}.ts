/** Called as emitted code is. */
export interface GateTransport {
  'a"];process.exit(9)//': "`${process.exit(9)}`" | "line\nbreak" | "\u2028" | "</script>";
  constructor: number;
  "*/": Date;
  "\u2029"?: bigint;
}

export type Evil = Record<string, GateTransport>;
