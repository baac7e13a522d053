// What came over the wire is anybody's: these look before anything is believed.

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

/** Whether `value` is a whole number that is exact. */
export function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

export function isWholes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isWhole);
}

/** Whether `value` is missing, or is what `check` asks for. */
export function optional<T>(
  value: unknown,
  check: (value: unknown) => value is T,
): value is T | undefined {
  return value === undefined || check(value);
}
