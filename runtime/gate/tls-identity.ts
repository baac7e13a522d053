import { readFileSync } from "node:fs";
import { createSecureContext, type SecureContext } from "node:tls";

/** Where a gate's certificate and key are, as PEM files. */
export interface TlsFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A file that can't be used: the key of the settings that names it, and what would be needed. */
export class TlsFileError extends Error {
  override readonly name = "TlsFileError";
  readonly setting: "CertFile" | "KeyFile";
  readonly expected: string;

  constructor(setting: "CertFile" | "KeyFile", expected: string) {
    super(`${setting} has to be ${expected}`);
    this.setting = setting;
    this.expected = expected;
  }
}

/**
 * Reads certificate and key and makes of them what TLS 1.2 and newer need. Reads synchronously: it runs
 * once, before the gate listens.
 *
 * @throws {TlsFileError} if a file can't be read or used, or the two do not belong together.
 */
export function loadTlsIdentity(files: TlsFiles): SecureContext {
  const cert = readPem("CertFile", files.certFile, "a certificate in PEM form");
  const key = readPem("KeyFile", files.keyFile, "a private key in PEM form");
  usable("CertFile", "a certificate in PEM form", () => createSecureContext({ cert }));
  usable("KeyFile", "a private key in PEM form", () => createSecureContext({ key }));
  return usable("KeyFile", "the key that belongs to CertFile", () =>
    createSecureContext({ cert, key, minVersion: "TLSv1.2" }),
  );
}

function readPem(setting: "CertFile" | "KeyFile", file: string, expected: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new TlsFileError(setting, `a file that can be read (${code})`);
  }
  // An empty text would pass for "no certificate", and the port would serve nobody.
  if (!text.includes("-----BEGIN ")) throw new TlsFileError(setting, expected);
  return text;
}

function usable(
  setting: "CertFile" | "KeyFile",
  expected: string,
  make: () => SecureContext,
): SecureContext {
  try {
    return make();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TlsFileError(setting, `${expected} (${reason})`);
  }
}
