// A program as users write them: the tests of `app.run` start it with different files and flags.
import { BaseModule, createApp, type App, type ModuleSettings } from "mqant";

class Worker extends BaseModule {
  override getType(): string {
    return "Worker";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    const { settings: own, id } = settings;
    if (own["fail"] === "onInit") throw new Error("the disk is full");
    if (own["fail"] === "slow") {
      console.log("initialising");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    this.server.registerGO("forget", this.forget);
    this.server.registerGO("throwLater", this.throwLater);
    console.log(`${id} in ${app.processId}`);
  }

  private async forget(): Promise<string> {
    void Promise.resolve().then(() => {
      throw new Error("forgotten");
    });
    return "fine";
  }

  private throwLater(): void {
    setTimeout(() => {
      throw new Error("out of the blue");
    });
  }

  override async run(signal: AbortSignal): Promise<void> {
    const mode = this.settings.settings["fail"];
    if (mode === "run") throw new Error("lost its lease");
    if (mode === "forget" || mode === "throwLater") {
      console.log("answered", await this.app.invoke("Worker", mode, []));
    }
    if (mode === "close") void this.app.close();
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    console.log("stopping");
  }

  override async onDestroy(): Promise<void> {
    if (this.settings.settings["fail"] === "onDestroy") await new Promise(() => {});
    console.log("destroyed");
    setInterval(() => {}, 1000); // what a careless module leaves open must not keep the process alive
  }
}

await createApp({ closeTimeoutMs: 300 }).run(new Worker());
console.log("after run");
