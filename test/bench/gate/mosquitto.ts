import { spawn, spawnSync } from "node:child_process";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { TemporaryFolder } from "../../support/temporary-folder.ts";
import { canConnect } from "./wire.ts";
import type { Network, RunningServer } from "./server.ts";

/** Debian puts it where only root looks. */
const PATH = `${process.env["PATH"] ?? ""}:/usr/sbin`;

/** Whether this machine has it. */
export function hasMosquitto(): boolean {
  return spawnSync("mosquitto", ["-h"], { env: { PATH } }).error === undefined;
}

/** The broker in C, which ends with this process. */
export async function startMosquitto(network: Network): Promise<RunningServer> {
  const port = await freePort();
  const lines = [`listener ${port} 127.0.0.1`, "allow_anonymous true", "set_tcp_nodelay true"];
  if (network === "ws") {
    // It does not start with a WebSocket listener alone.
    lines.push("protocol websockets", `listener ${await freePort()} 127.0.0.1`);
  }
  await using folder = await TemporaryFolder.with({ "mosquitto.conf": lines.join("\n") });
  const file = folder.file("mosquitto.conf");
  const child = spawn("mosquitto", ["-c", file], { env: { PATH }, stdio: "ignore" });
  process.on("exit", () => child.kill());
  await eventually(() => canConnect(port), "mosquitto");
  return { port, pid: child.pid ?? Number.NaN };
}
