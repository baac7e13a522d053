import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { accepts } from "./accepts.ts";
import { Child } from "./child.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { binary, RabbitmqConsole } from "./rabbitmq-console.ts";
import {
  prepareRabbitmq,
  rabbitmqProgram,
  type RabbitmqPorts,
  type RabbitmqTls,
} from "./rabbitmq-settings.ts";
import { TemporaryFolder } from "./temporary-folder.ts";
import { Watchdog } from "./watchdog.ts";

const run = promisify(execFile);

/** How long a node may take to start on a busy machine, in milliseconds. */
const START_TIMEOUT_MS = 60_000;

/** How long `rabbitmqctl` may take, in milliseconds: on a busy machine its Erlang can hang for ever. */
const CTL_TIMEOUT_MS = 60_000;

const connectionSchema = z.object({
  /** As `ctl("close_connection", pid, reason)` wants it. */
  pid: z.string(),
  /** The client property `connection_name`. */
  connectionName: z.string().nullable(),
  user: z.string(),
});

const queueSchema = z.object({
  vhost: z.string(),
  name: z.string(),
  durable: z.boolean(),
  autoDelete: z.boolean(),
  exclusive: z.boolean(),
  arguments: z.record(z.string(), z.unknown()),
  /** Ready ones and those that wait for an acknowledgement. */
  messages: z.number(),
  unacknowledged: z.number(),
  consumers: z.number(),
});

/** A connection as the broker sees it. */
export type RabbitmqConnection = z.infer<typeof connectionSchema>;

/** A queue as the broker sees it. */
export type RabbitmqQueue = z.infer<typeof queueSchema>;

/**
 * A RabbitMQ node of a test's own on 127.0.0.1, without plugins. It shares nothing with other nodes of the
 * machine: own name, ports, epmd, cookie, data and logs. All of it is gone after `await using`, and also when
 * this process ends, even by SIGKILL.
 */
export class RabbitmqNode implements AsyncDisposable {
  /** Where it speaks AMQP. */
  readonly port: number;
  /** Where it speaks AMQP over TLS, if it was asked to. */
  readonly tlsPort: number | undefined;
  /** The folder with all that the node writes. */
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #watchdog: Watchdog;
  #running: { child: Child; console: RabbitmqConsole } | undefined;

  private constructor(ports: RabbitmqPorts, folder: string, env: NodeJS.ProcessEnv) {
    this.port = ports.amqp;
    this.tlsPort = ports.tls;
    this.folder = folder;
    this.#env = env;
    this.#watchdog = new Watchdog(folder);
  }

  /**
   * Starts a node with empty data; resolves when clients can connect.
   *
   * @param options - `tls` adds a listener for TLS.
   */
  static async start({ tls }: { tls?: RabbitmqTls } = {}): Promise<RabbitmqNode> {
    const ports = {
      amqp: await freePort(),
      tls: tls === undefined ? undefined : await freePort(),
      distribution: await freePort(),
      epmd: await freePort(),
    };
    const folder = await TemporaryFolder.with();
    const env = await prepareRabbitmq(folder, ports, tls);
    const node = new RabbitmqNode(ports, folder.path, env);
    try {
      await node.#startEpmd(ports.epmd);
      await node.start();
      return node;
    } catch (error) {
      await node[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Where clients connect, with all rights on the virtual host `/`. */
  get uri(): string {
    return `amqp://guest:guest@127.0.0.1:${this.port}`;
  }

  /** The process id of the Erlang machine, for SIGSTOP and the like. */
  get pid(): number {
    const { pid } = this.#alive().child.process;
    if (pid === undefined) throw new Error("the node did not start");
    return pid;
  }

  /** Starts the node again after {@link kill}, with its data and ports; resolves when clients can connect. */
  async start(): Promise<void> {
    if (this.#running !== undefined) throw new Error("the node runs already");
    const child = new Child(rabbitmqProgram("rabbitmq-server"), [], {
      cwd: this.folder,
      env: this.#env,
    });
    this.#watchdog.watch(child);
    const console = new RabbitmqConsole(child);
    this.#running = { child, console };
    await console.evaluate("rabbit:await_startup()", { timeoutMs: START_TIMEOUT_MS });
  }

  /** Kills the node with SIGKILL; resolves when it is dead. */
  async kill(): Promise<void> {
    if (this.#running === undefined) return;
    const { child } = this.#running;
    this.#running = undefined;
    await this.#watchdog.kill(child);
  }

  /** {@link kill} and {@link start}. */
  async restart(): Promise<void> {
    await this.kill();
    await this.start();
  }

  /** `rabbitmqctl stop_app`: clients are sent away and nobody listens, but Erlang goes on. */
  async stopApp(): Promise<void> {
    await this.evaluate("rabbit:stop()");
  }

  /** `rabbitmqctl start_app`; resolves when clients can connect. */
  async startApp(): Promise<void> {
    await this.evaluate("rabbit:start(), rabbit:await_startup()");
  }

  /** What the real `rabbitmqctl -q` prints. It takes seconds; the other methods take milliseconds. */
  async ctl(...args: string[]): Promise<string> {
    const env = { ...process.env, ...this.#env };
    const { stdout } = await run(rabbitmqProgram("rabbitmqctl"), ["-q", ...args], {
      cwd: this.folder,
      env,
      timeout: CTL_TIMEOUT_MS,
      killSignal: "SIGKILL",
    });
    return stdout;
  }

  /** The value of Erlang expressions, evaluated in the node: {@link RabbitmqConsole.evaluate}. */
  evaluate(code: string): Promise<unknown> {
    return this.#alive().console.evaluate(code);
  }

  /** All connections of clients that have logged in. */
  async connections(): Promise<RabbitmqConnection[]> {
    const list = await this.evaluate(`
      [#{pid => list_to_binary(rabbit_misc:pid_to_string(Pid)), user => User,
         connectionName => case rabbit_misc:table_lookup(Properties, <<"connection_name">>) of
           {longstr, Name} -> Name;
           undefined -> null
         end}
       || [{pid, Pid}, {user, User}, {client_properties, Properties}]
            <- rabbit_networking:connection_info_all([pid, user, client_properties]),
          is_binary(User)]`);
    return z.array(connectionSchema).parse(list);
  }

  /** The operator closes all connections: clients are told 320 CONNECTION_FORCED, with this reason. */
  async closeAllConnections(reason: string): Promise<void> {
    await this.evaluate(`
      rabbit_networking:close_connections(
        rabbit_networking:connections(), binary_to_list(${binary(reason)}))`);
  }

  /** All queues of all virtual hosts. */
  async queues(): Promise<RabbitmqQueue[]> {
    const list = await this.evaluate(`
      [#{vhost => Vhost, name => Name, durable => Durable, autoDelete => AutoDelete,
         exclusive => Exclusive, arguments => rabbit_misc:amqp_table(Arguments),
         messages => Messages, unacknowledged => Unacknowledged, consumers => Consumers}
       || Vhost <- rabbit_vhost:list_names(),
          [{name, {resource, _, queue, Name}}, {durable, Durable}, {auto_delete, AutoDelete},
           {exclusive, Exclusive}, {arguments, Arguments}, {messages, Messages},
           {messages_unacknowledged, Unacknowledged}, {consumers, Consumers}]
            <- rabbit_amqqueue:info_all(Vhost,
                 [name, durable, auto_delete, exclusive, arguments, messages,
                  messages_unacknowledged, consumers])]`);
    return z.array(queueSchema).parse(list);
  }

  /** The operator deletes a queue, whoever owns or uses it. Fails if there is none. */
  async deleteQueue(name: string, { vhost = "/" } = {}): Promise<void> {
    await this.evaluate(`
      {ok, Queue} = rabbit_amqqueue:lookup(
        rabbit_misc:r(${binary(vhost)}, queue, ${binary(name)})),
      {ok, _} = rabbit_amqqueue:delete(Queue, false, false, <<"operator">>),
      ok`);
  }

  /** Raises or clears the memory alarm; resolves when it is in force, or cleared. */
  async setMemoryAlarm(on: boolean): Promise<void> {
    const limit = on ? "{absolute, 1}" : "0.4";
    await this.evaluate(`vm_memory_monitor:set_vm_memory_high_watermark(${limit})`);
    const inForce = `
      lists:any(fun({{resource_limit, memory, _}, _}) -> true; (_) -> false end,
        rabbit_alarm:get_alarms())`;
    await eventually(async () => (await this.evaluate(inForce)) === on, `memory alarm: ${on}`);
  }

  /** Adds a virtual host on which guest has all rights. */
  async addVhost(name: string): Promise<void> {
    await this.evaluate(`
      ok = rabbit_vhost:add(${binary(name)}, <<"operator">>),
      ${allRights("guest", name)}`);
  }

  /** Adds a user with all rights on one virtual host. */
  async addUser(name: string, password: string, { vhost = "/" } = {}): Promise<void> {
    await this.evaluate(`
      ok = rabbit_auth_backend_internal:add_user(
        ${binary(name)}, ${binary(password)}, <<"operator">>),
      ${allRights(name, vhost)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.#watchdog[Symbol.asyncDispose]();
  }

  #alive(): { child: Child; console: RabbitmqConsole } {
    if (this.#running === undefined)
      throw new Error("the node was killed: start() starts it again");
    return this.#running;
  }

  /** The name service that `rabbitmqctl` finds the node by. Erlang would start one that outlives us. */
  async #startEpmd(port: number): Promise<void> {
    const epmd = new Child("epmd", ["-port", String(port)], { env: this.#env });
    this.#watchdog.watch(epmd);
    await eventually(() => accepts(port), "epmd's port");
  }
}

let shared: Promise<RabbitmqNode> | undefined;

/** The node for all tests that do it no harm: started when the first one asks, ended with the process. */
export function sharedRabbitmq(): Promise<RabbitmqNode> {
  return (shared ??= RabbitmqNode.start());
}

function allRights(user: string, vhost: string): string {
  return `rabbit_auth_backend_internal:set_permissions(
    ${binary(user)}, ${binary(vhost)}, <<".*">>, <<".*">>, <<".*">>, <<"operator">>)`;
}
