import type { Channel, Effect, Effects, Rule } from "../diff/rule.ts";
import { changeRules } from "../diff/rules/all-rules.ts";
import type { CodeExplanation } from "./code-explanation.ts";

const places: Readonly<Record<Channel, string>> = {
  handler: "",
  request: "In requests",
  strict: "In requests whose unknown keys are refused",
  reply: "In replies",
  push: "In pushes",
};

/** Changes that `mqant-gen diff` tells, explained by the rules that judge them. */
export const changeCodes: Readonly<Record<string, CodeExplanation>> = Object.fromEntries(
  Object.entries(changeRules).map(([code, rule]) => [
    code,
    { title: rule.title, text: explanation(rule) },
  ]),
);

function explanation(rule: Rule): string {
  const { handler, request, strict, reply, push } = rule.in;
  const isSeen = ({ oldCaller }: Effects): boolean => oldCaller.verdict !== "documentation";
  if (![handler, request, reply, push].some((found) => found !== undefined && isSeen(found))) {
    return `${rule.text} Nothing that runs sees this change.`;
  }
  const paragraphs = [
    rule.text,
    said("handler", handler),
    said("request", request),
    isSame(strict, request) ? "" : said("strict", strict),
    said("reply", reply),
    isSame(push, reply) ? "" : said("push", push),
  ];
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
}

function said(channel: Channel, found: Effects | undefined): string {
  if (found === undefined) return "";
  const callers = channel === "push" ? "clients" : "callers";
  const place = places[channel];
  const lines = [
    `Old ${callers} with new callees: ${effectText(found.oldCaller)}.`,
    `New ${callers} with old callees: ${effectText(found.newCaller)}.`,
    found.cure === undefined ? "" : `${capital(found.cure)}.`,
  ];
  return [place === "" ? "" : `${place}:`, ...lines].filter((line) => line !== "").join("\n");
}

function effectText({ verdict, why }: Effect): string {
  return why === undefined ? verdict : `${verdict}, ${why}`;
}

function isSame(one: Effects | undefined, other: Effects | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
