import { Project, type SourceFile } from "ts-morph";

/** The syntax of one file. Nothing else is read: what is to be known of types, the contract says. */
export function parseFile(name: string, text: string): SourceFile {
  const project = new Project({ useInMemoryFileSystem: true, skipLoadingLibFiles: true });
  return project.createSourceFile(`/${name}`, text);
}
