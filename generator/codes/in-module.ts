/**
 * An example as a whole module file, but for its imports.
 *
 * @param registrations - What its `onInit` does.
 * @param more - What stands above the class, and its other members, indented.
 */
export function inModule(
  registrations: string,
  { above, members }: { above?: string; members?: string } = {},
): string {
  return [
    ...(above === undefined ? [] : [above]),
    "export class Login extends BaseModule {",
    '  override getType() { return "Login"; }',
    "  override async onInit(app: App, settings: ModuleSettings) {",
    "    await super.onInit(app, settings);",
    ...registrations.split("\n").map((line) => `    ${line}`),
    "  }",
    ...(members === undefined ? [] : [members]),
    "}",
  ].join("\n");
}
