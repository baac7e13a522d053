import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
export interface Roll {
  sides: number;
}

export class Dice extends BaseModule {
  override getType(): string {
    return "Dice";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("roll", (sides = 6): number => sides);
    this.server.register(
      "HD_roll",
      async (session: Session, { sides }: Roll): Promise<number[]> => {
        await session.set("sides", String(sides));
        return [sides];
      },
    );
    this.server.registerGO("names", function (...of: string[]): string[] {
      return of;
    });
  }
}
