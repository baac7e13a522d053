import { callableModules } from "./callable-modules.ts";
import type { EmitContext } from "./emit-context.ts";
import { nameOf } from "./contract-names.ts";
import { header } from "./header.ts";
import { valueKey } from "./identifiers.ts";
import { ImportList } from "./import-list.ts";
import type { SchemasView } from "./views.ts";

/** What `schemas.ts` says: the schemas of all modules under one name. */
export function schemasView(context: EmitContext): SchemasView {
  const { contract, options } = context;
  const imports = new ImportList();
  const modules = callableModules(contract).map(({ type }) => {
    const { constant, file } = nameOf(context.names, type);
    imports.value(`./${file}.schema${options.extension}`, `${constant}Schemas`);
    return { key: valueKey(type), constant: `${constant}Schemas` };
  });
  return {
    header: header(
      options.version,
      contract.modules.map((module) => module.location.file),
    ),
    imports: imports.lines(),
    modules,
  };
}
