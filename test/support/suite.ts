import { suite as uvuSuite } from "uvu";

// The runner forces colours for its own output; programs under test decide for themselves.
delete process.env["FORCE_COLOR"];

/** How long one test may take, in milliseconds, before it counts as hung. */
const TEST_TIMEOUT_MS = 30_000;

type Story = (signal: AbortSignal) => void | Promise<void>;

/** Adds one test to a suite. */
export interface AddTest {
  (sentence: string, story: Story): void;
  /**
   * Counts as skipped and says why, for what needs something this machine doesn't have. Fails where
   * `MQANT_TEST_NO_SKIP=1` says that everything is there.
   */
  skip(sentence: string, reason: string): void;
  only(sentence: string, story: Story): void;
  /** Runs when all tests of the suite are over: closes what they shared. */
  after(close: () => Promise<void>): void;
}

/**
 * A uvu suite that runs itself, with a time limit for each test: uvu has neither. The signal that a
 * test gets fires at the limit, so that what it waits for can end.
 */
export function suite(
  name: string,
  fill: (test: AddTest) => void,
  { timeoutMs = TEST_TIMEOUT_MS }: { timeoutMs?: number } = {},
): void {
  const tests = uvuSuite(name);
  const bounded = (sentence: string, story: Story) => async () => {
    const limit = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const expired = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new Error(`"${sentence}" took longer than ${timeoutMs} ms`);
        limit.abort(error);
        reject(error);
      }, timeoutMs);
    });
    try {
      await Promise.race([story(limit.signal), expired]);
    } finally {
      clearTimeout(timer);
    }
  };
  const add = ((sentence, story) => tests(sentence, bounded(sentence, story))) as AddTest;
  add.only = (sentence, story) => tests.only(sentence, bounded(sentence, story));
  add.after = (close) => tests.after(close);
  add.skip = (sentence, reason) => {
    if (process.env["MQANT_TEST_NO_SKIP"] === "1") {
      tests(sentence, () => Promise.reject(new Error(`can't be skipped here: ${reason}`)));
      return;
    }
    console.warn(`SKIPPED: ${name}: ${sentence} (${reason})`);
    tests.skip(sentence, () => {});
  };
  fill(add);
  tests.run();
}
