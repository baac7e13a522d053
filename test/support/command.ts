import { spawnSync } from "node:child_process";

/** Whether this machine has a command. */
export function hasCommand(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`], { stdio: "ignore" }).status === 0;
}
