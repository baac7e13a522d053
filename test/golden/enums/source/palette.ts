import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";
import { Color, Level } from "./color.ts";
import type { Paint } from "./color.ts";

enum Hidden {
  Yes = "yes",
  No = "no",
}

export class Palette extends BaseModule {
  override getType(): string {
    return "Palette";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Mix", this.mix);
    this.server.registerGO("names", this.names);
    this.server.registerGO("hide", this.hide);
  }

  private mix(_session: Session, paint: Paint): Color {
    return paint.level === Level.High ? paint.color : Color.Red;
  }

  private names(colors: Color[], levels: Record<Color, Level>): Partial<Record<Color, string>> {
    return { [Color.Red]: `${colors.length} ${levels[Color.Red]}` };
  }

  private hide(hidden: Hidden): boolean {
    return hidden === Hidden.Yes;
  }
}
