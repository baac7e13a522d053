import { existsSync, realpathSync } from "node:fs";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CONSOLE_SCRIPT } from "./rabbitmq-console.ts";
import type { TemporaryFolder } from "./temporary-folder.ts";

/** PEM files for a TLS listener. */
export interface RabbitmqTls {
  certFile: string;
  keyFile: string;
  /** Clients must show a certificate that one of these signed; by default they need none. */
  caFile?: string;
}

/** Where a node listens, on 127.0.0.1 only. */
export interface RabbitmqPorts {
  amqp: number;
  tls: number | undefined;
  /** For `rabbitmqctl`, which asks epmd for it. */
  distribution: number;
  epmd: number;
}

/** Why tests that need a broker have to be skipped on this machine; `undefined` if they don't. */
export function rabbitmqMissing(): string | undefined {
  return binFolder() === undefined ? "rabbitmq-server is missing" : undefined;
}

/** The path of one of RabbitMQ's programs, `rabbitmq-server` or `rabbitmqctl`. */
export function rabbitmqProgram(name: string): string {
  const folder = binFolder();
  if (folder === undefined) throw new Error(`there is no ${name}: npm run deps installs it`);
  return join(folder, name);
}

function binFolder(): string | undefined {
  // Debian's programs on the PATH are wrappers that insist on a certain user and its folders.
  const folders = ["/usr/lib/rabbitmq/bin", ...(process.env["PATH"] ?? "").split(":")];
  return folders.find((folder) => existsSync(join(folder, "rabbitmq-server")));
}

/** Fills the folder of a node and gives the environment for all of its programs. */
export async function prepareRabbitmq(
  folder: TemporaryFolder,
  ports: RabbitmqPorts,
  tls: RabbitmqTls | undefined,
): Promise<NodeJS.ProcessEnv> {
  await folder.write("rabbitmq.config", configText(ports, tls));
  await folder.write("enabled_plugins", "[].");
  await folder.write("console", CONSOLE_SCRIPT);
  await linkHome(folder);
  const nodeName = `mqant-${process.pid}-${ports.amqp}@localhost`;
  const loopbackOnly = "-kernel inet_dist_use_interface {127,0,0,1}";
  return {
    ...foreignSettings(),
    HOME: folder.path, // where Erlang makes and finds the cookie
    LC_ALL: "C.UTF-8",
    ERL_EPMD_ADDRESS: "127.0.0.1",
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_CRASH_DUMP_SECONDS: "0",
    RABBITMQ_NODENAME: nodeName,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_SCRIPTS_DIR: folder.file("home/sbin"),
    RABBITMQ_CONF_ENV_FILE: folder.file("none"),
    RABBITMQ_CONFIG_FILE: folder.file("rabbitmq.config"),
    RABBITMQ_ADVANCED_CONFIG_FILE: folder.file("none"),
    RABBITMQ_ENABLED_PLUGINS_FILE: folder.file("enabled_plugins"),
    RABBITMQ_PLUGINS_EXPAND_DIR: folder.file("plugins-expand"),
    RABBITMQ_MNESIA_BASE: folder.file("data"),
    RABBITMQ_LOG_BASE: folder.file("log"),
    RABBITMQ_LOGS: folder.file("log/node.log"),
    RABBITMQ_PID_FILE: folder.file("pid"),
    // Standard input is the console's, and the shell script becomes Erlang instead of starting it.
    RABBITMQ_ALLOW_INPUT: "1",
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: [
      // RabbitMQ starts a second Erlang only to have epmd if the first one has no name yet: half a second.
      `-sname ${nodeName} -start_epmd false ${loopbackOnly}`,
      `-kernel inet_dist_listen_min ${ports.distribution} inet_dist_listen_max ${ports.distribution}`,
      '-noshell -eval file:eval("console")',
    ].join(" "),
    RABBITMQ_CTL_ERL_ARGS: loopbackOnly,
  };
}

/** In Erlang's own terms, because reading rabbitmq.conf takes RabbitMQ half a second. */
function configText(ports: RabbitmqPorts, tls: RabbitmqTls | undefined): string {
  const settings = [
    `{tcp_listeners, [{"127.0.0.1", ${ports.amqp}}]}`,
    "{disk_free_limit, 1000000}", // bytes: a disk that is nearly full raises no alarm
    "{log, [{console, [{enabled, false}]}, {file, [{level, error}]}]}",
  ];
  if (tls !== undefined) {
    const files = [`{certfile, ${quote(tls.certFile)}}`, `{keyfile, ${quote(tls.keyFile)}}`];
    if (tls.caFile !== undefined) {
      files.push(`{cacertfile, ${quote(tls.caFile)}}`);
      files.push("{verify, verify_peer}", "{fail_if_no_peer_cert, true}");
    }
    settings.push(`{ssl_listeners, [{"127.0.0.1", ${ports.tls}}]}`);
    settings.push(`{ssl_options, [${files.join(", ")}]}`);
  }
  return `[{rabbit, [${settings.join(",\n")}]}].\n`;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/**
 * A home of RabbitMQ without the optional plugins: Erlang looks for each of its modules in the folders of
 * all plugins, and a node starts in three quarters of the time where there are few.
 */
async function linkHome(folder: TemporaryFolder): Promise<void> {
  const home = dirname(dirname(realpathSync(rabbitmqProgram("rabbitmq-server"))));
  await mkdir(folder.file("home/plugins"), { recursive: true });
  for (const part of ["sbin", "escript"]) {
    await symlink(join(home, part), folder.file(`home/${part}`));
  }
  for (const plugin of await readdir(join(home, "plugins"))) {
    if (/^rabbitmq_(?!prelaunch)/.test(plugin)) continue;
    await symlink(join(home, "plugins", plugin), folder.file(`home/plugins/${plugin}`));
  }
}

/** What the environment says of another node, taken back. */
function foreignSettings(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) => /^(RABBITMQ|ERL)_/.test(name));
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
