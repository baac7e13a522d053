import { Project, ts } from "ts-morph";

export { ts };

let libraries: ts.ModuleResolutionHost | undefined;

/**
 * The text of one of the language's own declarations.
 *
 * @param name - Such as `lib.es2022.d.ts`.
 */
export function libraryText(name: string): string | undefined {
  libraries ??= new Project({ skipFileDependencyResolution: true }).getModuleResolutionHost();
  return libraries.readFile(`/node_modules/typescript/lib/${name}`);
}
