import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A certificate for localhost and its key, as files; removed by `using`. It signs itself, and may sign
 * others, unless another one has signed it.
 */
export class TestCertificate implements Disposable {
  readonly directory: string = mkdtempSync(join(tmpdir(), "mqant-test-"));
  readonly certFile: string = join(this.directory, "cert.pem");
  readonly keyFile: string = join(this.directory, "key.pem");

  /** @param signedBy - The authority that vouches for it. */
  constructor(signedBy?: TestCertificate) {
    const args =
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 " +
      "-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem";
    const authority = signedBy && `-CA ${signedBy.certFile} -CAkey ${signedBy.keyFile}`;
    const own = authority === undefined ? "" : ` -addext basicConstraints=CA:FALSE ${authority}`;
    execFileSync("openssl", `${args}${own}`.split(" "), { cwd: this.directory, stdio: "ignore" });
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
