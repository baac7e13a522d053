import type { IncomingMessage, ServerResponse } from "node:http";
import { Counter, Gauge, Registry } from "prom-client";
import type { Metrics, Tallied } from "../metrics.ts";
import type { App } from "../module/module.ts";

/** What `http.createServer` takes. */
export type PageHandler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * A page of an app's metrics for Prometheus, on any path. Needs the package `prom-client`.
 *
 * @param registry - Where the metrics are registered; give your own to have others on the same page.
 *
 * @example
 * import { createServer } from "node:http";
 * import { prometheusPage } from "mqant/prometheus";
 *
 * createServer(prometheusPage(app)).listen(9464, "127.0.0.1");
 */
export function prometheusPage(app: App, registry: Registry = new Registry()): PageHandler {
  for (const { name, help, kind, label, read } of PAGE) {
    const options = {
      name: `mqant_${name}`,
      help,
      registers: [registry],
      labelNames: label === undefined ? [] : [label],
      // Read when the page is asked for: counting costs the app nothing for it.
      collect(this: Counter | Gauge): void {
        this.reset();
        const value = read(app.metrics());
        if (typeof value === "number") this.inc(value);
        else
          for (const [what, count] of Object.entries(value))
            this.inc({ [label ?? ""]: what }, count);
      },
    };
    if (kind === "counter") new Counter(options);
    else new Gauge(options);
  }
  return (_request, response) => {
    registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}

/** One metric of the page. */
interface PageMetric {
  readonly name: string;
  readonly help: string;
  readonly kind: "counter" | "gauge";
  readonly label?: string;
  readonly read: (metrics: Metrics) => number | Tallied;
}

const PAGE: readonly PageMetric[] = [
  tally("calls_made_total", "Calls that this process made", "outcome", (m) => m.callsMade),
  tally("calls_served_total", "Calls that its modules served", "outcome", (m) => m.callsServed),
  count("late_replies_total", "Replies nobody waited for any more", (m) => m.lateReplies),
  count("redelivered_total", "Requests delivered twice and not run", (m) => m.redelivered),
  count("expired_total", "Requests that came too late and were not run", (m) => m.expired),
  count("returned_total", "Messages that no queue took", (m) => m.returned),
  count("replies_dropped_total", "Replies that could not be sent", (m) => m.repliesDropped),
  tally(
    "messages_dropped_total",
    "Messages that could not be read",
    "queue",
    (m) => m.messagesDropped,
  ),
  tally("broker_faults_total", "Faults of brokers", "kind", (m) => m.brokerFaults),
  count("broker_reconnects_total", "How often a broker came back", (m) => m.reconnects),
  count("broker_blocked_seconds_total", "How long brokers took nothing", (m) => m.blockedSeconds),
  count("clients_connected_total", "Clients that were let in", (m) => m.clientsConnected),
  tally("clients_disconnected_total", "Ended connections", "reason", (m) => m.clientsDisconnected),
  gauge("clients", "Clients that are connected", (m) => m.clients),
  gauge("clients_away", "Sessions that wait for their clients", (m) => m.clientsAway),
  count(
    "clients_resumed_total",
    "Clients that came back to their session",
    (m) => m.clientsResumed,
  ),
  tally(
    "away_sessions_ended_total",
    "Sessions that ended while their client was away",
    "reason",
    (m) => m.awaySessionsEnded,
  ),
  gauge("pending_calls", "Calls that wait for their result", (m) => m.pendingCalls),
  gauge("waiting_calls", "Requests that wait for a place or a turn", (m) => m.waitingCalls),
  gauge("running_calls", "Handlers that run", (m) => m.runningCalls),
];

function count(name: string, help: string, read: (metrics: Metrics) => number): PageMetric {
  return { name, help, kind: "counter", read };
}

function gauge(name: string, help: string, read: (metrics: Metrics) => number): PageMetric {
  return { name, help, kind: "gauge", read };
}

function tally(
  name: string,
  help: string,
  label: string,
  read: (metrics: Metrics) => Tallied,
): PageMetric {
  return { name, help, kind: "counter", label, read };
}
