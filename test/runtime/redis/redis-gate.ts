// A process with a gate that keeps settings in the Redis that its argument names; prints its port.
import { Gate } from "mqant";
import { RedisSessionStore } from "mqant/redis";
import { RunningGate } from "../../support/running-gate.ts";
import { userHandlers } from "./settings-module.ts";

const sessionStore = new RedisSessionStore({ url: process.argv[2] });
const gate = new Gate({ sessionStore });
const running = await RunningGate.start({ gate, handlers: { User: userHandlers } });
console.log(`listens on ${running.port()}.`);
