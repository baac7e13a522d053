import { type ExampleOutcome, outcomeOf, type Recording } from "../../examples/recording.ts";
import type { ExampleModel, HandlerModel, ModuleModel, PushModel } from "../../model.ts";
import { WireChecks } from "../asyncapi/wire-checks.ts";
import type { EmitContext } from "../emit-context.ts";
import { parameterList } from "../parameter-list.ts";
import type { DocsExampleView } from "../views.ts";
import { html, inlineHtml } from "./html-text.ts";
import { sampleValue } from "./sample-value.ts";

/** Shows examples: those that people wrote, or one made from the types where there is none. */
export class ExampleViews {
  readonly #context: EmitContext;
  readonly #checks: WireChecks;
  readonly #recording: Recording | undefined;

  /** @param recording - What examples got when they were run. */
  constructor(context: EmitContext, recording?: Recording) {
    this.#context = context;
    this.#recording = recording;
    this.#checks = new WireChecks(context.contract);
  }

  ofHandler(module: ModuleModel, handler: HandlerModel): DocsExampleView[] {
    const { examples = [] } = handler;
    if (examples.length > 0) return examples.map((one) => this.#written(module, handler, one));
    const sent = this.#sent(handler);
    const result = sampleValue(handler.result, this.#context.graph);
    const isRight =
      this.#checks.sent(handler, sent) === undefined &&
      this.#checks.value(handler.result, result) === undefined;
    // What does not fit its own type misleads more than it tells.
    return isRight ? [made(blocks(module, handler, { sent, result }))] : [];
  }

  ofPush({ topic, body }: PushModel): DocsExampleView[] {
    const value = sampleValue(body, this.#context.graph);
    if (this.#checks.value(body, value) !== undefined) return [];
    return [made([{ label: html(topic), text: pretty(value) }])];
  }

  #written(module: ModuleModel, handler: HandlerModel, example: ExampleModel): DocsExampleView {
    const sent = parsed(example.sent);
    const reply = example.reply === undefined ? undefined : parsed(example.reply);
    const isRight =
      sent !== undefined &&
      this.#checks.sent(handler, sent.value) === undefined &&
      (example.reply === undefined ||
        (reply !== undefined && this.#checks.value(handler.result, reply.value) === undefined));
    const doc = inlineHtml(example.doc.join(" ")) || "Example";
    const outcome =
      this.#recording &&
      sent &&
      outcomeOf(this.#recording, `${module.type}/${handler.name}`, sent.value);
    if (isRight && outcome !== undefined) {
      return { doc, ...this.#run(module, handler, sent.value, outcome) };
    }
    return {
      doc,
      kind: isRight ? "checked" : "wrong",
      proof: isRight ? "checked, not run" : "does not fit",
      proofTitle: isRight
        ? "Fits the contract that this page was made from; no gate was asked"
        : "The contract has changed since this was written",
      blocks: blocks(module, handler, {
        sent: sent?.value ?? example.sent,
        ...(example.reply === undefined ? {} : { result: reply?.value ?? example.reply }),
      }),
    };
  }

  /** An example with what it got, which says more than what somebody wrote. */
  #run(
    module: ModuleModel,
    handler: HandlerModel,
    sent: unknown,
    outcome: ExampleOutcome,
  ): Omit<DocsExampleView, "doc"> {
    if ("silentForMs" in outcome) {
      return {
        kind: "wrong",
        proof: "no reply",
        proofTitle: `Sent to a running gate; it did not reply within ${outcome.silentForMs} ms`,
        blocks: blocks(module, handler, { sent }),
      };
    }
    if ("error" in outcome) {
      const { code, text } = outcome.error;
      return {
        kind: "wrong",
        proof: `run: ${html(code)}`,
        proofTitle: "Sent to a running gate, which replied with this error",
        blocks: [
          ...blocks(module, handler, { sent }),
          { label: "reply", text: pretty({ Error: text, Code: code, Result: null }) },
        ],
      };
    }
    const { result } = outcome;
    const fits = this.#checks.value(handler.result, result) === undefined;
    return {
      kind: fits ? "run" : "wrong",
      proof: fits ? "run" : "run: does not fit",
      proofTitle: fits
        ? "Sent to a running gate; this is its reply"
        : "Sent to a running gate; its reply is not what the contract promises",
      blocks: blocks(module, handler, { sent, result }),
    };
  }

  #sent(handler: HandlerModel): unknown {
    const { graph } = this.#context;
    const list = parameterList({ ...handler, session: false }).flatMap(({ type, rest }) => {
      if (type === "session") return [];
      const value = sampleValue(type, graph) ?? null;
      return rest && Array.isArray(value) ? (value as unknown[]) : [value];
    });
    return handler.exposure === "gate" ? (list[0] ?? {}) : list;
  }
}

function blocks(
  { type }: ModuleModel,
  handler: HandlerModel,
  shown: { sent: unknown; result?: unknown },
): DocsExampleView["blocks"] {
  const isGate = handler.exposure === "gate";
  const topic = `${type}/${handler.name}`;
  const result = shown.result === undefined ? null : shown.result;
  return [
    { label: html(isGate ? `${topic}/1` : `${topic}, arguments`), text: pretty(shown.sent) },
    ...("result" in shown
      ? [{ label: "reply", text: pretty(isGate ? { Error: "", Result: result } : result) }]
      : []),
  ];
}

function made(shown: DocsExampleView["blocks"]): DocsExampleView {
  return {
    doc: "Shape",
    kind: "made",
    proof: "made from the types",
    proofTitle: "Values by which to see the form; nobody wrote an example",
    blocks: shown,
  };
}

function pretty(value: unknown): string {
  return html(JSON.stringify(value, null, 2) ?? "null");
}

function parsed(json: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(json) };
  } catch {
    return undefined;
  }
}
