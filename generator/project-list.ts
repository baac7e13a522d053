import type { CallModel } from "./call-model.ts";
import type { ConfiguredModules } from "./conf/read-conf.ts";
import type { Contract, HandlerModel, Location } from "./model.ts";

/** Who registers what, and who calls it: what `mqant-gen list --json` prints. */
export interface ProjectList {
  modules: ListedModule[];
  /**
   * Handlers for modules that no call in the project names. Those for clients are not among them, nor are
   * those of packages, which others use too.
   */
  uncalled: { module: string; handler: string; location: Location }[];
  /** Calls to modules that the program's configuration does not have. */
  notConfigured: CallModel[];
  /** Calls of handlers that a module of the project does not register. */
  notRegistered: CallModel[];
  /** Calls whose module or handler is known only when the program runs. */
  notKnown: CallModel[];
}

/** One module, and where it may be called from. */
export interface ListedModule {
  type: string;
  location: Location;
  /** The ids of its instances; left out if no configuration was read. */
  instances?: readonly string[];
  handlers: ListedHandler[];
}

/** One handler and all that calls it. */
export interface ListedHandler extends Pick<HandlerModel, "name" | "exposure" | "order"> {
  location: Location;
  calls: Pick<CallModel, "from" | "oneWay" | "location">[];
}

/**
 * Puts registrations and calls together.
 *
 * @param configured - `undefined` if no configuration was read: then nothing is said about it.
 */
export function listProject(
  { modules }: Contract,
  calls: readonly CallModel[],
  configured: ConfiguredModules | undefined,
): ProjectList {
  const callsOf = (type: string, name: string): ListedHandler["calls"] =>
    calls
      .filter(({ target, handler }) => target === type && handler === name)
      .map(({ from, oneWay, location }) => ({ from, oneWay, location }));
  const listed = modules.map(({ type, location, handlers }): ListedModule => {
    const instances = configured && { instances: configured.get(type) ?? [] };
    return { type, location, ...instances, handlers: handlers.map((one) => handlerOf(type, one)) };
  });
  const handlers = new Map(modules.map((one) => [one.type, one.handlers.map(({ name }) => name)]));
  return {
    modules: listed,
    uncalled: listed
      .filter(isOwn)
      .flatMap(({ type, handlers: all }) =>
        all
          .filter(({ exposure, calls: callers }) => exposure === "internal" && callers.length === 0)
          .map(({ name, location }) => ({ module: type, handler: name, location })),
      ),
    notConfigured: calls.filter(
      ({ target }) => configured !== undefined && target !== undefined && !configured.has(target),
    ),
    notRegistered: calls.filter(({ target = "", handler }) => {
      const known = handlers.get(target);
      return known !== undefined && handler !== undefined && !known.includes(handler);
    }),
    notKnown: calls.filter(({ target, handler }) => target === undefined || handler === undefined),
  };

  function handlerOf(
    type: string,
    { name, exposure, order, declaredAt }: HandlerModel,
  ): ListedHandler {
    return { name, exposure, order, location: declaredAt, calls: callsOf(type, name) };
  }
}

function isOwn({ location }: ListedModule): boolean {
  return !location.file.includes("node_modules/");
}
