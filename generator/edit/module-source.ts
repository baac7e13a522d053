import { type FileStyle, inStyle } from "./file-style.ts";

/** The source of a new module class without handlers. */
export function moduleSource(type: string, style: FileStyle): string {
  const source = `import { BaseModule, type App, type ModuleSettings } from "mqant";

export class ${type} extends BaseModule {
  override getType(): string {
    return "${type}";
  }

  override async onInit(app: App, settings: ModuleSettings): Promise<void> {
    await super.onInit(app, settings);
  }
}
`;
  return inStyle(source, style);
}
