import { createApp } from "mqant";
import { Chat } from "./chat.ts";
import { ChatGate } from "./gate.ts";
import { schemas } from "./generated/schemas.ts";
import { Login } from "./login.ts";
import { routeByRoom } from "./route-by-room.ts";
import { Web } from "./web.ts";

const app = createApp({ schemas }).route("Chat", routeByRoom);
await app.run(new ChatGate(), new Login(), new Chat(), new Web());
