import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate for localhost that signs itself, and its key, as files; removed by `using`. */
export class TestCertificate implements Disposable {
  readonly directory: string = mkdtempSync(join(tmpdir(), "mqant-test-"));
  readonly certFile: string = join(this.directory, "cert.pem");
  readonly keyFile: string = join(this.directory, "key.pem");

  constructor() {
    const args =
      "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 " +
      "-subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem";
    execFileSync("openssl", args.split(" "), { cwd: this.directory, stdio: "ignore" });
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
