/** What `mqant-gen explain` says about a code. */
export interface CodeExplanation {
  /** One line. */
  readonly title: string;
  /** Why it is a problem, and what to do, in a few sentences. */
  readonly text: string;
  /** Code that leads to it. */
  readonly wrong?: string;
  /** The same code mended. */
  readonly right?: string;
}
