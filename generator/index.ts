export type { Contract } from "./model.ts";
