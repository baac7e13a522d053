import { readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Script } from "node:vm";
import { hashOf, hashOfParts } from "../disk/hash.ts";
import { cacheFolder } from "./cache-folder.ts";
import { keepFile } from "./keep-file.ts";

/** Each file begins with one. */
const HASH_LENGTH = hashOf("").length;

/** For how many versions of Node, with one set of flags or another, code is kept. */
const MAX_KEPT = 3;

/** In this many bytes at the beginning V8 says of which version it is, and with which flags. */
const MAKER_LENGTH = 16;

/** What V8 compiled of a script, kept from process to process. */
export class KeptCode {
  readonly #path: string;
  /** Which script it was made of, and by what. V8 itself looks no further than at its length. */
  readonly #origin: string;

  /** @param script - Its file. */
  constructor(script: string) {
    const { size, mtimeMs } = statSync(script);
    const maker = hashOfParts([
      `${process.version} ${process.arch} `,
      new Script("").createCachedData().subarray(0, MAKER_LENGTH),
    ]);
    this.#path = join(cacheFolder(process.cwd()), `${basename(script)}-${maker}.v8`);
    this.#origin = JSON.stringify([script, size, mtimeMs, maker]);
  }

  /** `undefined` if there is none, or none that can be trusted: V8 trusts what it is given. */
  read(): Buffer | undefined {
    try {
      const bytes = readFileSync(this.#path);
      const code = bytes.subarray(HASH_LENGTH);
      return bytes.toString("latin1", 0, HASH_LENGTH) === this.#hashOf(code) ? code : undefined;
    } catch {
      return undefined;
    }
  }

  keep(code: Buffer): void {
    keepFile(this.#path, Buffer.concat([Buffer.from(this.#hashOf(code)), code]), MAX_KEPT);
  }

  #hashOf(code: Buffer): string {
    return hashOfParts([this.#origin, code]);
  }
}
