import type { BaseModule } from "mqant";
import { ProfilesClient } from "./expected/profiles.client.ts";

export async function calls(module: BaseModule): Promise<number> {
  const profiles = new ProfilesClient(module);
  const whole = await profiles.patch({ nick: "a" }, { name: "ann", born: new Date() });
  const mutable = await profiles.flags({ name: true, nick: true, born: false, age: false });
  mutable.on = false;
  const named = await profiles.rename({ getName: "a" });
  named.age?.toFixed();
  const lists = await profiles.tables({ hearts: 1, spades: 2 });
  // @ts-expect-error -- each flag is needed, also that of an optional property
  await profiles.flags({ name: true, born: false, age: false });
  // @ts-expect-error -- there is no such getter
  await profiles.rename({ getName: "a", getAge: 1 });
  // @ts-expect-error -- clubs are no suit here
  await profiles.tables({ hearts: 1, spades: 2, clubs: 3 });
  return whole.born.getTime() + (lists.spades?.length ?? 0);
}
