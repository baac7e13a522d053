import type Address from "./address.ts";

export interface Letter {
  to: Address;
  text: string;
}
