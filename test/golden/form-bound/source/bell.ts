import { BaseModule } from "mqant";
import type { App, ModuleSettings } from "mqant";
class Chime {
  play(notes: string[]): number {
    return notes.length;
  }
}

export class Bell extends BaseModule {
  override getType(): string {
    return "Bell";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("ring", this.ring.bind(this));
    this.server.registerGO("twice", this.times.bind(this, 2));
    const chime = new Chime();
    this.server.registerGO("chime", chime.play.bind(chime));
  }

  private ring(): void {}

  private times(count: number, note: string): string {
    return note.repeat(count);
  }
}
