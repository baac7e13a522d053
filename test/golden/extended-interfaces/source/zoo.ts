import { BaseModule } from "mqant";
import type { App, ModuleSettings, Session } from "mqant";

export interface Named {
  readonly name: string;
}

export interface Animal extends Named {
  legs: number;
  sound?: string;
}

interface Dated<T> {
  since: T;
}

/** Narrows what it inherits. */
export interface Dog extends Animal, Dated<Date> {
  legs: 4;
  sound: "woof";
}

export interface Cage<T extends Named> extends Dated<string> {
  held: T[];
}

export class Zoo extends BaseModule {
  override getType(): string {
    return "Zoo";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
    this.server.registerGO("HD_Feed", this.feed);
    this.server.registerGO("house", this.house);
  }

  private feed(_session: Session, dog: Dog): Named {
    return { name: dog.name };
  }

  private house(cage: Cage<Dog>): Cage<Animal> {
    return cage;
  }
}
