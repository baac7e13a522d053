import { BaseModule, type App, type HandlerServer, type ModuleSettings } from "mqant";

/** What a {@link TestModule} does with its server. */
export type Register = (server: HandlerServer, self: TestModule) => void;

/** A module made of the few handlers that a test needs. */
export class TestModule extends BaseModule {
  readonly #type: string;
  readonly #register: Register;

  constructor(type: string, register: Register = () => {}) {
    super();
    this.#type = type;
    this.#register = register;
  }

  override getType(): string {
    return this.#type;
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.#register(this.server, this);
  }
}
