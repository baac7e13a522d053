import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export type Point = [x: number, y: number, z?: number];

export type Path = readonly [start: Point, ...rest: Point[]];

export type Command = ["move", Point] | ["say", string, ...string[]];

export class Line extends BaseModule {
  override getType(): string {
    return "Line";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Draw", this.draw);
    this.server.registerGO("run", this.execute);
    this.server.registerGO("ends", this.ends);
  }

  private draw(_session: Session, path: { points: Path }): [count: number, last: Point | null] {
    return [path.points.length, path.points.at(-1) ?? null];
  }

  private execute(...commands: Command[]): [] | [Command["0"]] {
    const [first] = commands;
    return first === undefined ? [] : [first[0]];
  }

  private ends(...points: [from: Point, to?: Point]): readonly [Point, Point] {
    return [points[0], points[1] ?? points[0]];
  }
}
