/**
 * Waits until `condition` is true, looking again and again; the suite's time limit ends it otherwise.
 *
 * @param what - Named when time runs out.
 */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  what = "the condition",
  timeoutMs = 10_000,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end)
      throw new Error(`${what} did not come true within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
