import { callableModules } from "./callable-modules.ts";
import type { EmitContext } from "./emit-context.ts";
import { nameOf } from "./contract-names.ts";
import { header } from "./header.ts";
import { valueKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import type { SchemasView } from "./views.ts";

/** What `schemas.ts` says: the schemas of all modules under one name. */
export function schemasView({ contract, names, options, kept }: EmitContext): SchemasView {
  const types = callableModules(contract).map(({ type }) => type);
  const constantOf = (type: string): string => `${nameOf(names, type).constant}Schemas`;
  return {
    header: header(
      options.version,
      contract.modules.map((module) => module.location.file),
    ),
    imports: kept.whole("schemas imports", [names, ...types], () => {
      const imports = new ImportList();
      for (const type of types) {
        const file = `./${nameOf(names, type).file}.schema${options.extension}`;
        imports.value(file, constantOf(type));
      }
      return imports.lines();
    }),
    modules: types.map((type) => ({ key: valueKey(type), constant: constantOf(type) })),
  };
}
