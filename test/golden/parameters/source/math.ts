import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

type Pair = readonly [left: number, right?: number];

export interface Range {
  from: number;
  to: number;
}

export class Calc extends BaseModule {
  override getType(): string {
    return "Calc";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Ping", this.ping);
    this.server.registerGO("HD_Pick", this.pick);
    this.server.registerGO("sum", this.sum);
    this.server.registerGO("mixed", this.mixed);
    this.server.registerGO("pairs", this.pairs);
    this.server.registerGO("spread", this.spread);
    this.server.registerGO("span", this.span);
    this.server.registerGO("nullable", this.nullable);
    this.server.registerGO("between", this.between);
  }

  private ping(_session: Session): number {
    return 1;
  }

  private pick(_session: Session, range?: Range): number {
    return range?.from ?? 0;
  }

  private sum(...numbers: number[]): number {
    return numbers.reduce((sum, number) => sum + number, 0);
  }

  private mixed(first: string, second = 2, third?: boolean, ...rest: string[]): string {
    return [first, second, third, ...rest].join();
  }

  private pairs(pairs: Pair[], triple: [number, string, ...boolean[]]): Pair {
    return pairs[0] ?? [triple[0]];
  }

  private spread(...pair: [from: number, to?: number]): Range {
    return { from: pair[0], to: pair[1] ?? 0 };
  }

  private span({ from, to }: Range, options: unknown): number {
    return to - from + (options === undefined ? 0 : 1);
  }

  private between(start = 0, end: number): number {
    return end - start;
  }

  private nullable(value: number | null, other?: string | null): boolean {
    return value === null || other === null;
  }
}
