import * as assert from "uvu/assert";
import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "../../../generator/generate.ts";
import { lockText } from "../../../generator/lock/lock-text.ts";
import { suite } from "../../support/suite.ts";
import { moduleSource, places, readSources, show, SourceProject, type Sources } from "./sources.ts";
import { shown } from "./form-rows.ts";

/** What the package's authors wrote, and what of it is published. */
const bank: Sources = {
  "src/bank.ts": `import { BaseModule, type App, type ModuleSettings, Session } from "mqant";
export enum Currency { Euro = "eur", Yen = "jpy" }
/** An order to pay. */
export interface Payment { amount: bigint; currency: Currency; parts?: Payment[] }
export class Bank extends BaseModule {
  override getType() { return "Bank"; }
  override version() { return "2.1.0"; }
  override async onInit(app: App, settings: ModuleSettings) {
    await super.onInit(app, settings);
    this.server.registerGO("HD_pay", this.pay);
    this.server.register("settle", this.settle);
    if (settings.settings["audit"]) this.server.registerGO("audit", () => 1);
  }
  private async pay(session: Session, payment: Payment): Promise<Payment> { await session.send("Bank/OnPaid", payment); return payment; }
  private settle(all: Payment[], at: Date): number { void at; return all.length; }
}`,
};

const declaration = `import { BaseModule } from "mqant";
export declare enum Currency { Euro = "eur", Yen = "jpy" }
export interface Payment { amount: bigint; currency: Currency; parts?: Payment[] }
export declare class Bank extends BaseModule {
  getType(): "Bank"; version(): string; onInit(app: never, settings: never): Promise<void>;
  private pay; private settle;
}`;

const lock = String(lockText(readSources(bank).contract));

/** The package as it lies in node_modules. */
function installed(text: string | undefined, types = declaration): Sources {
  return {
    "node_modules/@acme/bank/package.json": `{"name":"@acme/bank","version":"2.1.0","type":"module","types":"./dist/index.d.ts"}`,
    "node_modules/@acme/bank/dist/index.d.ts": types,
    ...(text === undefined ? {} : { "node_modules/@acme/bank/mqant.lock.json": text }),
  };
}

const lockFile = "node_modules/@acme/bank/mqant.lock.json";
const handlers = [
  "HD_pay(session, payment: ref): ref",
  "audit(): number conditional",
  "settle(all: array, at: date): number serial",
];

const checkout = fileURLToPath(new URL("../../../", import.meta.url));

/** What the compiler says about a project. */
async function compile({ root }: SourceProject): Promise<string> {
  const tsc = path.join(checkout, "node_modules/typescript/bin/tsc");
  return await new Promise((resolve) => {
    execFile(process.execPath, [tsc, "-p", ".", "--pretty", "false"], { cwd: root }, (_, stdout) =>
      resolve(stdout),
    );
  });
}

suite("generated code for modules from packages", (test) => {
  test("has typed clients, schemas that are proven, and the package's own enums", async () => {
    using project = new SourceProject(
      {
        ...installed(lock),
        "src/shop.ts": moduleSource(
          `const bank = new BankClient(this); void Bank;
    const paid: number = await bank.settle([{ amount: 1n, currency: Currency.Euro, parts: [] }], new Date());
    await this.rpcInvoke("Bank@Bank001", "settle", [], new Date(paid));
    // @ts-expect-error -- an amount is a bigint
    await bank.settle([{ amount: 1, currency: Currency.Yen }], new Date());
    // @ts-expect-error -- nobody registers it
    await this.rpcInvoke("Bank", "steal");`,
          "",
          {
            type: "Shop",
            above: `import { Bank, Currency } from "@acme/bank"; import { BankClient } from "./generated/bank.client.ts"; import { schemas } from "./generated/schemas.ts"; void schemas.Bank;\n`,
          },
        ),
      },
      {
        compilerOptions: {
          skipLibCheck: true,
        },
      },
    );
    project.install("zod");
    const { diagnostics } = await generate({ project: path.join(project.root, "tsconfig.json") });
    assert.equal(show(diagnostics), []);
    assert.is(await compile(project), "");
  });
});

suite("modules from packages", (test) => {
  test("are read from the lock file that comes with the package", () => {
    const { contract, diagnostics, files } = readSources({
      ...installed(lock),
      "src/shop.ts": moduleSource(`void Bank;`, "", {
        type: "Shop",
        above: `import { Bank } from "@acme/bank";\n`,
      }),
    });
    assert.equal(show(diagnostics), []);
    const [module, shop] = contract.modules;
    assert.equal(
      [module?.type, module?.version, module?.reads, shop?.type],
      ["Bank", "2.1.0", [lockFile], "Shop"],
    );
    assert.equal(module?.handlers.map(shown), handlers);
    assert.equal(
      contract.pushes.map(({ topic }) => topic),
      ["Bank/OnPaid"],
    );
    assert.ok(files.includes(lockFile));
  });

  test("bring their types, those of other packages and the project's apart; enums are the package's own", () => {
    const { contract, diagnostics } = readSources({
      ...installed(lock),
      "src/shop.ts": moduleSource(`this.server.registerGO("f", (x: Payment) => x.shop);`, "", {
        type: "Shop",
        above: `import { Bank } from "@acme/bank"; void Bank;\nexport interface Payment { shop: string }\n`,
      }),
    });
    assert.equal(show(diagnostics), []);
    assert.equal(
      Object.entries(contract.types).map(([id, { name, recursive, origin }]) => [
        id,
        name,
        recursive,
        origin.exportName,
      ]),
      [
        [`${lockFile}#Currency`, "Currency", false, "Currency"],
        [`${lockFile}#Payment`, "Payment", true, undefined],
        ["src/shop.ts#Payment", "ShopPayment", false, "Payment"],
      ],
    );
  });

  test("may be all that there is", () => {
    const { contract, diagnostics } = readSources({
      ...installed(lock),
      "src/main.ts": `import { Bank } from "@acme/bank"; export const bank = new Bank();`,
    });
    assert.equal(show(diagnostics), []);
    assert.equal(
      contract.modules.map(({ type }) => type),
      ["Bank"],
    );
  });

  test("hand their handlers down to subclasses, which take their place", () => {
    const subclass = (type: string): string =>
      moduleSource(
        `this.server.registerGO("more", () => 1); this.server.registerGO("settle", (x: string) => x);`,
        "",
        { type, above: `import { Bank } from "@acme/bank";\n` },
      ).replace("extends BaseModule", "extends Bank");
    const { contract, diagnostics } = readSources({
      ...installed(lock),
      "src/bank.ts": subclass("Bank2").replace(/override getType.*/, ""),
      "src/other.ts": subclass("Other").replace(`return "Other"`, `return "Other" as never`),
    });
    assert.equal(show(diagnostics), []);
    const inherited = [handlers[0], handlers[1], "more(): number", "settle(x: string): string"];
    assert.equal(
      contract.modules.map(({ type, handlers: own }) => [type, own.map(shown)]),
      [
        ["Bank", inherited],
        ["Other", inherited],
      ],
    );
  });

  test("are two of one type if an unrelated class has it: MQ1003", () => {
    const { diagnostics } = readSources({
      ...installed(lock),
      "src/bank.ts": moduleSource("", "", {
        type: "Bank",
        above: `import { Bank as Theirs } from "@acme/bank"; void Theirs;\n`,
      }),
    });
    assert.equal(places(diagnostics), ["MQ1003 src/bank.ts:3:14"]);
    assert.equal(diagnostics[0]?.related?.[0]?.location.file, lockFile);
  });

  test("with a lock file that can't be read are MQ1005, with the place in it", () => {
    const { diagnostics } = readSources({
      ...installed(lock.replace('"serial"', '"both"')),
      "src/main.ts": `import { Bank } from "@acme/bank"; export const bank = new Bank();`,
    });
    assert.equal(diagnostics.map(({ code, location }) => [code, location.file]).slice(0, 1), [
      ["MQ1005", lockFile],
    ]);
    assert.match(diagnostics[0]?.message ?? "", /order: expected one of/);
  });

  test("without a lock file are unknown, and subclasses hear of it: MQ2005", () => {
    const { contract, diagnostics } = readSources({
      ...installed(undefined),
      "src/shop.ts": moduleSource("", "", {
        type: "Shop",
        above: `import { Bank } from "@acme/bank";\n`,
      })
        .replace("extends BaseModule", "extends Bank")
        .replace(`return "Shop"`, `return "Shop" as never`),
    });
    assert.equal(places(diagnostics), ["MQ2005 src/shop.ts:3:14"]);
    assert.equal(
      contract.modules.map(({ type, handlers: own }) => [type, own.length]),
      [["Shop", 0]],
    );
  });
});
