/**
 * What somebody saw on the disk at one path. What was not asked is not there: a run depends on nothing
 * but the answers that it got.
 */
export interface Sight {
  /** What stands there; links count as what they lead to. */
  is?: FileKind;
  /** The hash of a file's bytes. */
  hash?: string;
  /** The file's state when it was hashed, if an equal state proves equal bytes. */
  state?: FileState;
  /** The hash of a folder's entries. */
  entries?: string;
  /** Where all links on the way lead to. */
  real?: string;
}

/** What may stand at a path. */
export type FileKind = "file" | "folder" | "nothing";

/** Size in bytes, times of modification and of change in milliseconds, and the file's number. */
export type FileState = readonly [size: number, modified: number, changed: number, number: number];
