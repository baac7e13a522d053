import { mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { changedPaths } from "../../../generator/disk/changed-paths.ts";
import { Disk } from "../../../generator/disk/disk.ts";
import { type OpenProject, openProject } from "../../../generator/read/project/open-project.ts";
import { type ProjectOptions, SourceProject, type Sources } from "./sources.ts";

/** A project that is opened again after each change, from what was known before. */
export class ChangingProject implements Disposable {
  readonly #files: SourceProject;
  #disk = new Disk();
  #before: OpenProject | undefined;

  constructor(sources: Sources, options: ProjectOptions = {}) {
    this.#files = new SourceProject(sources, options);
  }

  at(file: string): string {
    return path.join(this.#files.root, file);
  }

  write(file: string, text = "export {};"): void {
    this.#files.write({ [file]: text });
  }

  remove(file: string): void {
    rmSync(this.at(file), { recursive: true });
  }

  move(from: string, to: string): void {
    mkdirSync(path.dirname(this.at(to)), { recursive: true });
    renameSync(this.at(from), this.at(to));
  }

  link(from: string, to: string): void {
    rmSync(this.at(from), { force: true });
    mkdirSync(path.dirname(this.at(from)), { recursive: true });
    symlinkSync(this.at(to), this.at(from));
  }

  /** Opens it once more. What was read before holds, but for these files. */
  open(...unread: readonly string[]): OpenProject {
    this.#disk = this.#disk.without(changedPaths(this.#disk));
    const before = this.#before && {
      project: this.#before,
      unread: unread.map((file) => this.at(file)),
    };
    this.#before = openProject(...this.#where, { disk: this.#disk, before });
    return this.#before;
  }

  /** Opens it as whoever knows nothing of earlier. */
  openFirst(): OpenProject {
    return openProject(...this.#where);
  }

  [Symbol.dispose](): void {
    this.#files[Symbol.dispose]();
  }

  get #where(): [tsconfig: string, out: string] {
    return [this.at("tsconfig.json"), this.at("src/generated")];
  }
}
