import type { ts } from "./compiler/compiler.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { ModuleModel, TypeId } from "../model.ts";
import type { PushSite } from "./read-pushes.ts";
import type { FollowedModule } from "./registrations/find-registrations.ts";
import type { RegistrationSites } from "./registrations/registration-sites.ts";

/**
 * What was read in one source file: data and nodes, nothing of a checker. It holds for a later run as long as
 * nothing changes that the file sees.
 */
export interface FileReading {
  readonly sites: RegistrationSites;
  readonly modules: readonly ModuleReading[];
  readonly pushes: readonly PushSite[];
  /** What was wrong, but for what is found out when all files are read. */
  readonly diagnostics: readonly Diagnostic[];
  /** The named types that modules and pushes need, directly or through others. */
  readonly types: ReadonlySet<TypeId>;
  /** Whether it may be kept: not if something was wrong that is told in other files' words. */
  readonly holds: boolean;
}

/** A module class that was read. */
export interface ModuleReading extends FollowedModule {
  /** Calls that register handlers at some other time than the module's start. */
  readonly late: readonly ts.CallExpression[];
  readonly model: ModuleModel;
}
