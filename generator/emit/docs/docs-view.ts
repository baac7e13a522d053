import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Recording } from "../../examples/recording.ts";
import type {
  HandlerModel,
  ModuleModel,
  NamedType,
  PropertyModel,
  TypeId,
  TypeModel,
} from "../../model.ts";
import { packageRoot } from "../../own-files.ts";
import type { AsyncapiInfo } from "../asyncapi/asyncapi-document.ts";
import { DocumentNames } from "../asyncapi/document-names.ts";
import { callableModules, gateHandlers } from "../callable-modules.ts";
import type { EmitContext } from "../emit-context.ts";
import { errorCodes } from "../error-codes.ts";
import { GENERATED_BY } from "../header.ts";
import { parameterList } from "../parameter-list.ts";
import type { DocsFieldView, DocsHandlerView, DocsTypeView, DocsView } from "../views.ts";
import { ExampleViews } from "./example-views.ts";
import { docHtml, html, inlineHtml } from "./html-text.ts";
import { TypeLinks } from "./type-links.ts";

/** What the page about a contract says. */
export function docsView(
  context: EmitContext,
  info: AsyncapiInfo,
  recording?: Recording,
): DocsView {
  const { contract, graph, options } = context;
  const links = new TypeLinks(graph);
  const examples = new ExampleViews(context, recording);
  const anchors = new DocumentNames();
  for (const taken of [
    "top",
    "content",
    "contents",
    "search",
    "none",
    "pushes",
    "types",
    "errors",
  ]) {
    anchors.claim(taken);
  }
  const shown = callableModules(contract).map((module) => ({
    ...module,
    handlers: info.internal ? module.handlers : gateHandlers(module),
  }));
  const modules = shown
    .filter(({ handlers }) => handlers.length > 0)
    .map((module) => ({
      anchor: anchors.claim(module.type),
      name: html(module.type),
      source: html(`${module.location.file}:${module.location.line}`),
      doc: docHtml(module.doc),
      handlers: module.handlers.map((handler) => ({
        ...handlerView(module, handler, context, links),
        anchor: anchors.claim(`${module.type}.${handler.name}`),
        examples: examples.ofHandler(module, handler),
      })),
    }));
  const pushes = contract.pushes.map((push) => ({
    anchor: anchors.claim(push.topic.replaceAll("/", ".")),
    name: html(push.topic),
    search: searchText(push.topic, "push", ...namesIn(push.body, context)),
    type: links.html(push.body),
    source: html(push.sites.map(({ file, line }) => `${file}:${line}`).join(", ")),
    examples: examples.ofPush(push),
  }));
  const mentioned = [
    ...shown.flatMap(({ handlers }) =>
      handlers.flatMap(({ parameters, result }) => [...parameters.map(({ type }) => type), result]),
    ),
    ...contract.pushes.map(({ body }) => body),
  ];
  const types = graph.reachable(mentioned).map((id) => typeView(id, graph.get(id), links));
  const style = asset("docs.css");
  const script = asset("docs.js");
  return {
    mark: `${GENERATED_BY} ${options.version}. Do not edit; run npx mqant-gen docs.`,
    policy:
      `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}; ` +
      "base-uri 'none'; form-action 'none'",
    style,
    script,
    title: html(info.title),
    version: html(info.version),
    counts: countsOf(modules, pushes.length),
    servers: Object.entries(info.servers).map(([name, address]) => ({
      name: html(name),
      address: html(address),
    })),
    hasServers: Object.keys(info.servers).length > 0,
    navigation: [
      ...modules.map(({ anchor, name, handlers }) => ({
        anchor,
        title: name,
        links: handlers.map((handler) => ({ anchor: handler.anchor, title: handler.name })),
      })),
      ...section("pushes", "Pushes", pushes),
      ...section("types", "Types", types),
      { anchor: "errors", title: "Errors", links: [] },
    ],
    modules,
    pushes,
    hasPushes: pushes.length > 0,
    types,
    hasTypes: types.length > 0,
    errors: Object.entries(errorCodes).map(([code, text]) => ({
      anchor: `error-${code}`,
      code,
      text: html(text),
    })),
  };
}

function handlerView(
  { type }: ModuleModel,
  handler: HandlerModel,
  context: EmitContext,
  links: TypeLinks,
): Omit<DocsHandlerView, "anchor" | "examples"> {
  // The session is the gate's to give, and says nothing to who calls.
  const parameters = parameterList({ ...handler, session: false });
  const list = parameters.flatMap((parameter) =>
    parameter.type === "session"
      ? []
      : [
          `${parameter.rest ? "..." : ""}${html(parameter.name)}` +
            `${parameter.omittable ? "?" : ""}: ${links.html(parameter.type)}`,
        ],
  );
  const errors = handler.errors ?? [];
  return {
    name: html(handler.name),
    search: searchText(
      `${type}/${handler.name}`,
      ...handler.doc,
      ...errors.flatMap(({ code, text }) => [code, text]),
      ...handler.parameters.flatMap((parameter) => [
        parameter.name,
        ...namesIn(parameter.type, context),
      ]),
      ...namesIn(handler.result, context),
    ),
    badges: badgesOf(handler),
    doc: docHtml(handler.doc),
    isDeprecated: handler.deprecated !== undefined,
    deprecated: inlineHtml(handler.deprecated ?? ""),
    signature: `${html(handler.name)}(${list.join(", ")}): ${links.html(handler.result)}`,
    tables: tablesOf(handler, context, links),
    hasErrors: errors.length > 0,
    errors: errors.map(({ code, text }) => ({
      code: html(code === "" ? "error" : code),
      text: inlineHtml(text),
    })),
  };
}

function badgesOf(handler: HandlerModel): DocsHandlerView["badges"] {
  const { exposure, order, presence, deprecated } = handler;
  return [
    exposure === "gate"
      ? { kind: "gate", text: "clients", title: "Clients may call it through a gate" }
      : { kind: "internal", text: "modules", title: "Only modules may call it" },
    ...(order === "serial"
      ? [{ kind: "order", text: "in turn", title: "Calls run one after the other" }]
      : []),
    ...(presence === "conditional"
      ? [{ kind: "warn", text: "conditional", title: "Not registered under all conditions" }]
      : []),
    ...(deprecated === undefined
      ? []
      : [{ kind: "warn", text: "deprecated", title: "Do not use it in new code" }]),
  ];
}

/** What is sent and what comes back, property by property. */
function tablesOf(
  handler: HandlerModel,
  { graph }: EmitContext,
  links: TypeLinks,
): DocsHandlerView["tables"] {
  const fieldsOf = (type: TypeModel | undefined): DocsFieldView[] => {
    const found = type && graph.resolve(type);
    return found?.kind === "object" ? found.properties.map((one) => fieldView(one, links)) : [];
  };
  const isGate = handler.exposure === "gate";
  const body = isGate ? fieldsOf(handler.parameters[0]?.type) : [];
  const sent =
    body.length > 0 ? body : handler.parameters.map((parameter) => fieldView(parameter, links));
  return [
    { title: isGate ? "Body" : "Arguments", fields: sent },
    { title: "Result", fields: fieldsOf(handler.result) },
  ].filter(({ fields }) => fields.length > 0);
}

function fieldView(
  {
    name,
    type,
    optional,
    doc = [],
    constraints,
  }: Pick<PropertyModel, "name" | "type" | "optional" | "constraints"> & { doc?: string[] },
  links: TypeLinks,
): DocsFieldView {
  return {
    name: html(name),
    type: links.html(type),
    optional,
    doc: docHtml(doc),
    constraints: links.constraints(constraints),
  };
}

function typeView(id: TypeId, named: NamedType, links: TypeLinks): DocsTypeView {
  const { name, type, doc, origin, constraints } = named;
  const isObject = type.kind === "object" && type.properties.length > 0 && type.index === undefined;
  const members = (origin.members ?? []).map(
    (member) => `${html(member.name)} = ${html(JSON.stringify(member.value))}`,
  );
  const from = "file" in origin.from ? origin.from.file : origin.from.package;
  return {
    anchor: links.anchor(id),
    name: html(name),
    kind: origin.kind === "alias" ? "type" : origin.kind,
    search: searchText(
      name,
      ...doc,
      ...(type.kind === "object" ? type.properties : []).map((one) => one.name),
    ),
    doc: docHtml(doc),
    constraints: links.constraints(constraints),
    isObject,
    fields:
      type.kind === "object" ? type.properties.map((property) => fieldView(property, links)) : [],
    type: members.length > 0 ? members.join("<br>") : links.html(type),
    source: html(from),
  };
}

function section(
  anchor: string,
  title: string,
  links: readonly { anchor: string; name: string }[],
): DocsView["navigation"] {
  if (links.length === 0) return [];
  return [
    { anchor, title, links: links.map((link) => ({ anchor: link.anchor, title: link.name })) },
  ];
}

function countsOf(modules: readonly { handlers: readonly unknown[] }[], pushes: number): string {
  const handlers = modules.reduce((sum, module) => sum + module.handlers.length, 0);
  const count = (number: number, word: string, many = `${word}s`): string =>
    `${number} ${number === 1 ? word : many}`;
  return [
    count(modules.length, "module"),
    count(handlers, "handler"),
    count(pushes, "push", "pushes"),
  ].join(", ");
}

/** What a search looks through: small letters on one line. */
function searchText(...texts: readonly string[]): string {
  return html(texts.join(" ").toLowerCase().replace(/\s+/g, " "));
}

function namesIn(type: TypeModel, { graph }: EmitContext): string[] {
  return graph.reachable([type]).map((id) => graph.get(id).name);
}

function asset(name: string): string {
  const file = new URL(`templates/${name}`, packageRoot);
  return readFileSync(file, "utf8").replaceAll("\r\n", "\n");
}

/** The source of a content security policy that lets exactly this text be used. */
function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
