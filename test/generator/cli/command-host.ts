// Runs the command as often as the parent asks for it, and tells what each run left behind.
import type { CommandResult } from "./project-folder.ts";

const command = new URL("../../../generator/cli.ts", import.meta.url).href;
let told = { stdout: "", stderr: "" };
let runs = 0;

for (const name of ["stdout", "stderr"] as const) {
  process[name].write = (text: string | Uint8Array) => {
    told[name] += String(text);
    return true;
  };
}
process.on("disconnect", () => process.exit());
process.on("message", ({ cwd, args }: { cwd: string; args: string[] }) => {
  void run(cwd, args).then((result) => process.send?.(result));
});

async function run(cwd: string, args: readonly string[]): Promise<CommandResult> {
  told = { stdout: "", stderr: "" };
  process.chdir(cwd);
  process.argv = [process.execPath, command, ...args];
  process.exitCode = 0;
  try {
    // With another query it is a module that is evaluated anew; what it imports is not.
    const { ended } = (await import(`${command}?${(runs += 1)}`)) as { ended: Promise<void> };
    await ended;
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  return { exitCode: Number(process.exitCode), ...told };
}
