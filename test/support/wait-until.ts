/**
 * Resolves when the condition holds; looked at again every few milliseconds. Without an end of its own:
 * the suite's time limit ends a test that waits in vain.
 */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  while (!(await condition())) {
    signal?.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
