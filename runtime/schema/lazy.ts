/**
 * Makes a value when it is first asked for and keeps it. Generated schemas are built so: an application
 * with thousands of them starts at once and pays for those that calls really reach.
 */
export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
