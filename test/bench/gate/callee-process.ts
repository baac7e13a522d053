// What gates call that have their handlers in another process: <contestant> <the broker's URI>.
import { obey } from "../party.ts";
import { serveOneMessage } from "./one-message.ts";
import { serveEcho } from "./ours.ts";

const [name, uri = ""] = process.argv.slice(2);
await (name === "one-message" ? serveOneMessage(uri) : serveEcho(uri));
obey({});
