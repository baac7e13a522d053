import { ts } from "../compiler/compiler.ts";
import { LockError } from "../../lock/lock-error.ts";
import { readLock } from "../../lock/read-lock.ts";
import type { Contract, Location, ModuleModel, NamedType, PushModel } from "../../model.ts";
import type { DiagnosticList } from "../diagnostic-list.ts";
import { compareLocations, compareText } from "../location.ts";
import { declaredType, type FoundModule } from "../find-modules.ts";
import type { ModuleCode } from "../module-class.ts";
import type { OpenProject } from "../project/open-project.ts";
import type { NamedTypes } from "../types/named-types.ts";
import { contractPackages, type ContractPackage } from "./imported-packages.ts";

/**
 * The modules of packages that come as declaration files: what they register is known from the
 * `mqant.lock.json` that they publish.
 */
export class PackageModules {
  readonly modules: readonly ModuleModel[];
  readonly #pushes: readonly PushModel[];
  /** The lock files: absolute. */
  readonly locks: readonly string[];
  /** The same, as the contract names them. */
  readonly files: readonly string[];
  readonly #packages: readonly (ContractPackage & { contract: Contract })[];

  /** Unreadable lock files are MQ1005. */
  constructor(project: OpenProject, named: NamedTypes, diagnostics: DiagnosticList) {
    const { locator } = project;
    const found = contractPackages(project);
    this.locks = found.map(({ lock }) => lock);
    this.files = found.map(({ lock }) => locator.relative(lock));
    this.#packages = found.flatMap((one) => {
      const file = locator.relative(one.lock);
      const contract = contractIn(project.disk.readText(one.lock) ?? "", file, diagnostics);
      if (contract === undefined) return [];
      for (const [id, type] of Object.entries(contract.types)) {
        named.add(id, {
          origin: originOf(type, one),
          ownName: type.name,
          doc: [],
          constraints: type.constraints,
          type: type.type,
          files: new Set([file]),
        });
      }
      return [{ ...one, contract }];
    });
    this.modules = this.#packages.flatMap(({ contract }) => contract.modules);
    this.#pushes = this.#packages.flatMap(({ contract }) => contract.pushes);
  }

  /**
   * Gives a module what its base class from a package registers, unless it registers the name itself. A
   * base class of which nothing is known is MQ2005.
   */
  inherit(
    model: ModuleModel,
    { module, files }: FoundModule,
    project: OpenProject,
    diagnostics: DiagnosticList,
  ): void {
    const base = module.chain.find((owner) => owner.getSourceFile().isDeclarationFile);
    if (base === undefined) return;
    const inherited = this.#moduleOf(base, project);
    if (inherited === undefined) {
      if (!base.members.some(isStart)) return;
      diagnostics.warn(
        "MQ2005",
        module.node.name ?? module.node,
        `${model.type} extends ${base.name?.text ?? "a class"}, which comes without its source: what that registers is not known`,
        { hint: "publish its mqant.lock.json with the package, or name the handlers with @rpc" },
      );
      return;
    }
    const own = new Set(model.handlers.map(({ name }) => name));
    model.handlers = [
      ...model.handlers,
      ...inherited.handlers.filter(({ name }) => !own.has(name)),
    ].sort((a, b) => compareText(a.name, b.name));
    for (const file of inherited.reads) files.add(file);
  }

  /** Own modules with those of packages, unless an own class stands in for one of them. */
  joinModules(own: readonly { model: ModuleModel; module: ModuleCode }[]): ModuleModel[] {
    const isReplaced = ({ type, location }: ModuleModel): boolean =>
      own.some(({ model, module }) => model.type === type && this.#extends(module, location));
    return [
      ...own.map(({ model }) => model),
      ...this.modules.filter((module) => !isReplaced(module)),
    ].sort((a, b) => compareText(a.type, b.type) || compareLocations(a.location, b.location));
  }

  /** Own pushes with those of packages; what the project itself sends on a topic comes first. */
  joinPushes(own: readonly PushModel[]): PushModel[] {
    const topics = new Set(own.map(({ topic }) => topic));
    return [...own, ...this.#pushes.filter(({ topic }) => !topics.has(topic))].sort((a, b) =>
      compareText(a.topic, b.topic),
    );
  }

  #extends({ chain }: ModuleCode, { file }: Location): boolean {
    const owner = this.#packages.find(({ contract }) =>
      contract.modules.some(({ location }) => location.file === file),
    );
    return owner !== undefined && chain.some((base) => isIn(base, owner));
  }

  /** The module that a class of a package is: the one of its type or name, or the only one. */
  #moduleOf(base: ts.ClassLikeDeclaration, { checker }: OpenProject): ModuleModel | undefined {
    const owner = this.#packages.find((one) => isIn(base, one));
    if (owner === undefined) return undefined;
    const { modules } = owner.contract;
    const names = [declaredType(checker, checker.getTypeAtLocation(base)), base.name?.text];
    for (const name of names) {
      const found = modules.find(({ type }) => type === name);
      if (found !== undefined) return found;
    }
    return modules.length === 1 ? modules[0] : undefined;
  }
}

function contractIn(text: string, file: string, diagnostics: DiagnosticList): Contract | undefined {
  try {
    return readLock(text, file).contract;
  } catch (error) {
    if (!(error instanceof LockError)) throw error;
    const { line, column } = error.place;
    diagnostics.add({
      code: "MQ1005",
      severity: "error",
      message: `the contract of a package can't be read: ${error.problem}`,
      location: { file, line, column, endLine: line, endColumn: column },
      hint: "install the package again, or a version whose lock file this mqant-gen knows",
    });
    return undefined;
  }
}

/** An enum of the package's is nobody else's type, so it is imported; all other types are copied. */
function originOf({ name, origin }: NamedType, { enums }: ContractPackage): NamedType["origin"] {
  const exported = origin.members && enums.get(name);
  if (exported === undefined) return origin;
  return { ...origin, from: { package: exported.specifier }, exportName: name };
}

function isIn(node: ts.Node, { folder }: ContractPackage): boolean {
  return node.getSourceFile().fileName.startsWith(`${folder}/`);
}

/** Whether a member may register handlers. */
function isStart(member: ts.ClassElement): boolean {
  const name = member.name && ts.isIdentifier(member.name) ? member.name.text : "";
  return name === "onInit" || name === "onStart";
}
