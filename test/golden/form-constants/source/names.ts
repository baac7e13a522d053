export const TOTAL = "total";
export const PREFIX = "sum";
