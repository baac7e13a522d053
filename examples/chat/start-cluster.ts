import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import type { Config } from "mqant";
import { ConfigError, loadConfig, readSettings } from "mqant";
import { brokerAnswers, brokerPlace } from "./cluster/broker-answers.ts";
import { Cluster, processIds } from "./cluster/cluster.ts";
import { Output } from "./cluster/output.ts";
import { pageUrl, webSettings } from "./web-settings.ts";

/** How long a broker may take to answer before people are told how to get one, in milliseconds. */
const BROKER_TIMEOUT_MS = 1500;
/** npm hands on a Ctrl-C that the terminal has sent already; nobody presses it twice in so short a time. */
const ECHO_MS = 200;

const { config, pages } = await readConfig();
const output = new Output(process.stdout, processIds(config), process.env);
const cluster = new Cluster({
  config,
  program: fileURLToPath(new URL("main.ts", import.meta.url)),
  output,
  onUp() {
    const hint = pages.length === 0 ? "" : `: open ${pages.join(" or ")}`;
    output.say(`all are up${hint}; Ctrl-C ends them`);
  },
});
stopOnSignals();
// The processes wait for the broker by themselves: that it is missing is told beside them.
void checkBroker(); // never rejects
process.exitCode = await cluster.run();

/** The file that `--conf` names. Ends with exit code 2 if it can't be used, as each process would. */
async function readConfig(): Promise<{ config: Config; pages: string[] }> {
  try {
    const config = await loadConfig();
    const webs = config.modules.filter(({ type }) => type === "Web");
    const pages = webs.map((web) => pageUrl(readSettings(web, webSettings).HTTPAddr));
    return { config, pages };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    return process.exit(2);
  }
}

function stopOnSignals(): void {
  let last = -Infinity;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (now - last < ECHO_MS) return;
      last = now;
      output.say(`${signal}: stopping; once more to kill`);
      cluster.stop(constants.signals[signal]);
    });
  }
}

async function checkBroker(): Promise<void> {
  const { rabbitmq, file } = config;
  if (rabbitmq === undefined) {
    if (processIds(config).length === 1) return;
    output.say(`${file} has no Rabbitmq.Uri: its processes can't call each other`);
  } else if (!(await brokerAnswers(rabbitmq.uri, BROKER_TIMEOUT_MS))) {
    output.say(
      `no broker answers at ${brokerPlace(rabbitmq.uri)}, and all wait for it. On Debian, ` +
        `"sudo apt-get install rabbitmq-server" installs and starts one. For another one, name a file with ` +
        `its Rabbitmq.Uri: npm run start:cluster -- --conf <file>`,
    );
  }
}
