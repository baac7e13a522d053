import type { Contract } from "../../model.ts";
import { callableModules, gateHandlers } from "../callable-modules.ts";
import { errorCodes } from "../error-codes.ts";
import { DocumentNames } from "./document-names.ts";
import { addPush, addRequest, failureMessage } from "./gate-channels.ts";
import type { DocumentParts, Part } from "./gate-channels.ts";
import { addInternal } from "./internal-channels.ts";
import { SchemaSet } from "./schema-set.ts";

/** What a document says besides the contract. */
export interface AsyncapiInfo {
  title: string;
  version: string;
  /** Where gates are reached, by a name, such as `{ production: "mqtts://play.example.com:8883" }`. */
  servers: Readonly<Record<string, string>>;
  /** Whether handlers that only modules may call stand there too. */
  internal: boolean;
  /** Whether requests with keys that no type knows are refused. */
  refusesUnknownKeys: boolean;
}

/**
 * The contract as a document of AsyncAPI 3.0: plain data, in the order in which people read it. The
 * application that it speaks of is the server: it receives requests and sends pushes.
 */
export function asyncapiDocument(contract: Contract, info: AsyncapiInfo): Part {
  const schemas = new SchemaSet(contract, {
    place: "#/components/schemas/",
    isClosed: info.refusesUnknownKeys,
    internal: info.internal,
  });
  const parts: DocumentParts = {
    schemas,
    names: new DocumentNames(),
    channels: {},
    operations: {},
  };
  const modules = callableModules(contract);
  const described = modules.filter((module) => info.internal || gateHandlers(module).length > 0);
  for (const module of modules) {
    for (const handler of gateHandlers(module)) addRequest(parts, module, handler);
  }
  for (const push of contract.pushes) addPush(parts, push);
  if (info.internal) for (const module of modules) addInternal(parts, module);
  return {
    asyncapi: "3.0.0",
    info: {
      title: info.title,
      version: info.version,
      description:
        "Clients connect to a gate by MQTT 3.1 or 3.1.1, over TCP or WebSocket, and publish JSON. The reply " +
        "to a request comes on the request's own topic. Replies and pushes need no subscription.",
      tags: described.map(({ type, doc }) => ({
        name: type,
        ...(doc.length === 0 ? {} : { description: doc.join("\n") }),
      })),
    },
    ...(Object.keys(info.servers).length === 0 ? {} : { servers: serverParts(info.servers) }),
    defaultContentType: "application/json",
    channels: parts.channels,
    operations: parts.operations,
    components: {
      messages: { Failure: failureMessage(Object.keys(errorCodes)) },
      schemas: schemas.definitions(),
    },
  };
}

function serverParts(servers: AsyncapiInfo["servers"]): Part {
  const names = new DocumentNames();
  return Object.fromEntries(
    Object.entries(servers).map(([name, text]) => {
      const { protocol, host, pathname } = new URL(text);
      const path = pathname === "/" || pathname === "" ? {} : { pathname };
      return [names.claim(name), { host, protocol: protocol.replace(/:$/, ""), ...path }];
    }),
  );
}
