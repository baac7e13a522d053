import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

/** Not exported: the registry declares it. */
interface Letter {
  /** Who gets it. */
  to: Address;
  body: string;
  urgent?: boolean;
}

type Address = { name: string; tags: Tag[] } | string;

type Tag = "home" | "work";

interface Envelope<T> {
  content: T;
  next?: Envelope<T>;
}

export interface Receipt {
  letter: Letter;
  weight: number;
}

export class Mail extends BaseModule {
  override getType(): string {
    return "Mail";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Post", this.post);
    this.server.registerGO("wrap", this.wrap);
  }

  private post(_session: Session, letter: Letter): Receipt {
    return { letter, weight: 1 };
  }

  private wrap(envelope: Envelope<Letter>): Envelope<number> {
    return { content: envelope.content.body.length };
  }
}
