/** What fails is told of, and the rest goes on: a benchmark takes minutes. */
export async function tolerant(what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(`${what} failed:`, error);
    process.exitCode = 1;
  }
}
