import { crc32 } from "node:zlib";
import type { Config } from "../config/config.ts";
import { RpcError } from "../errors.ts";
import type { RoutedCall, Router } from "../rpc/router.ts";
import { parseTarget, type ModuleInstance } from "../rpc/target.ts";
import type { App, Route } from "./module.ts";

/**
 * Who runs where, as the configuration has it, and the routes that pick among instances.
 *
 * Source: mqant's `app.GetRouteServer`, whose default route was random: it hashed over a Go map.
 */
export class Directory implements Router {
  readonly #app: App;
  readonly #routes = new Map<string, Route>();
  #instances: readonly ModuleInstance[] = [];
  #byType = new Map<string, readonly ModuleInstance[]>();
  #byId = new Map<string, ModuleInstance>();

  /** @param app - What routes are given. */
  constructor(app: App) {
    this.#app = app;
  }

  /** Takes over the instances of a configuration, which is sorted by id. */
  configure(config: Config): void {
    this.#instances = config.modules.map(({ id, type, processId }) =>
      Object.freeze({ id, type, processId }),
    );
    this.#byId = new Map(this.#instances.map((instance) => [instance.id, instance]));
    this.#byType = new Map();
    for (const instance of this.#instances) {
      const known = this.#byType.get(instance.type) ?? [];
      this.#byType.set(instance.type, [...known, instance]);
    }
  }

  route(type: string, route: Route): void {
    this.#routes.set(type, route);
  }

  /** All instances, or those of one type, sorted by id. */
  instances(type?: string): readonly ModuleInstance[] {
    return type === undefined ? this.#instances : (this.#byType.get(type) ?? []);
  }

  resolve(target: string, hash: string, call: RoutedCall): ModuleInstance {
    const candidates = this.#byType.get(target);
    if (candidates !== undefined) return this.#pick(target, candidates, hash, call);
    const { type, id } = parseTarget(target);
    if (!this.#byType.has(type)) throw this.#unknownType(type);
    const instance = this.#byId.get(id ?? "");
    if (instance?.type === type) return instance;
    const ids = this.instances(type).map((known) => known.id);
    throw new RpcError(
      "not_found",
      `${type} has no instance ${JSON.stringify(id)}; the configuration has ${ids.join(", ")}`,
    );
  }

  #pick(
    type: string,
    candidates: readonly ModuleInstance[],
    hash: string,
    call: RoutedCall,
  ): ModuleInstance {
    const route = this.#routes.get(type);
    if (route === undefined) return byHash(candidates, hash);
    const picked = route(this.#app, type, hash, call);
    if (picked === undefined) {
      throw new RpcError("no_responder", `the route of ${type} found no instance for "${hash}"`);
    }
    if (this.#byId.get(picked.id)?.type !== type) {
      throw new RpcError("internal", `the route of ${type} picked "${picked.id}", which is none`);
    }
    return picked;
  }

  #unknownType(type: string): RpcError {
    const known = [...this.#byType.keys()].sort();
    const list = known.length === 0 ? "has no modules" : `has ${known.join(", ")}`;
    return new RpcError(
      "not_found",
      `there is no module type ${JSON.stringify(type)}; the configuration ${list}`,
    );
  }
}

/** Equal texts reach the same instance as long as the instances stay the same. */
function byHash(candidates: readonly ModuleInstance[], hash: string): ModuleInstance {
  const index = candidates.length === 1 ? 0 : crc32(hash) % candidates.length;
  return candidates[index]!; // a type without instances is not in the table
}
