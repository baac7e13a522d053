export const NAMES = { first: "First" } as const;
export const VERSION = "1.2";
