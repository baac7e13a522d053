import { createApp } from "mqant";
import { Chat } from "./chat.ts";
import { AppGate } from "./gate.ts";
import { schemas } from "./generated/schemas.ts";
import { Page } from "./page.ts";

await createApp({ schemas }).run(new AppGate(), new Chat(), new Page());
