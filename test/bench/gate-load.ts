/**
 * Sends requests from many clients, one in flight each, over TCP, and prints what came of it as JSON.
 * Arguments: port, clients, seconds.
 */
import { connect, type Socket } from "node:net";
import { generate } from "mqtt-packet";
import { connectPacket, publishPacket } from "../support/raw-mqtt-client.ts";

const [port = 0, clients = 1, seconds = 3] = process.argv.slice(2).map(Number);
const WARM_UP_MS = 1500;
const CONNACK_BYTES = 4;

const body = JSON.stringify({ from: "ann", target: "*", content: "x".repeat(50) });
const request = generate(publishPacket("Echo/HD_Echo/1", body));

let all = 0;
let replies = 0;
let measuring = false;
const latencies: number[] = [];

/** Counts whole packets: replies are shorter than 16,384 bytes. */
function start(): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    let wanted = CONNACK_BYTES;
    let have = 0;
    let sentAt = 0;
    let isConnected = false;
    const ask = () => {
      sentAt = performance.now();
      socket.write(request);
    };
    socket.write(generate(connectPacket()));
    socket.on("data", (bytes) => {
      if (!isConnected) {
        isConnected = true;
        wanted = 0;
        resolve(socket);
        return;
      }
      if (wanted === 0) {
        const first = bytes[1] ?? 0;
        wanted = first < 128 ? 2 + first : 3 + (first & 127) + (bytes[2] ?? 0) * 128;
      }
      have += bytes.length;
      if (have < wanted) return;
      have = 0;
      wanted = 0;
      all++;
      if (measuring) {
        replies++;
        latencies.push(performance.now() - sentAt);
      }
      ask();
    });
    socket.on("close", () => process.exit(1));
    starts.push(ask);
  });
}

const starts: (() => void)[] = [];
for (let opened = 0; opened < clients; opened += 50) {
  await Promise.all(Array.from({ length: Math.min(50, clients - opened) }, start));
}
for (const ask of starts) ask();
await new Promise((resolve) => setTimeout(resolve, WARM_UP_MS));
measuring = true;
const from = performance.now();
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
const took = performance.now() - from;
latencies.sort((a, b) => a - b);
const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
const perSecond = Math.round((replies * 1000) / took);
console.log(JSON.stringify({ all, perSecond, p50: at(0.5), p99: at(0.99) }));
process.exit(0);
