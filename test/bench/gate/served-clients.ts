import { Party } from "../party.ts";
import { residentBytes } from "../process-figures.ts";
import type { Entry } from "./contestants.ts";
import type { ClientOrders, ServerOrders } from "./orders.ts";

/** How fast clients connect at the least, a second. */
const SLOWEST_CONNECTS = 200;

/** A contestant's server and its clients, each in a process of their own. */
export class ServedClients implements AsyncDisposable {
  readonly server: Party<ServerOrders>;
  readonly clients: Party<ClientOrders>;
  /** Of the server: whose time and memory count. */
  readonly pid: number;

  private constructor(server: Party<ServerOrders>, clients: Party<ClientOrders>, pid: number) {
    this.server = server;
    this.clients = clients;
    this.pid = pid;
  }

  /** @param uri - Of a broker, for contestants that need one. */
  static async start({ name, title }: Entry, uri = ""): Promise<ServedClients> {
    const file = (which: string): string => `gate/${which}-process.ts`;
    const server = await Party.start<ServerOrders>(title, file("server"), [name, uri]);
    try {
      const { port, pid } = await server.ask("address", true);
      const args = [name, String(port)];
      const clients = await Party.start<ClientOrders>(`clients of ${title}`, file("client"), args);
      return new ServedClients(server, clients, pid);
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  async open(count: number): Promise<void> {
    await this.clients.ask("open", { count }, count / SLOWEST_CONNECTS);
  }

  async churn(count: number): Promise<void> {
    await this.clients.ask("churn", { count }, count / SLOWEST_CONNECTS);
  }

  async close(): Promise<void> {
    await this.clients.ask("close", true);
  }

  /** What the server has in memory without its garbage, in bytes. */
  async memory(): Promise<{ rss: number; heapUsed: number }> {
    const heapUsed = await this.server.ask("collect", true);
    return { rss: residentBytes(this.pid), heapUsed };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.clients[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
  }
}
