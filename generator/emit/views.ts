/**
 * What templates print: plain objects of ready strings. All decisions and all escaping are made before;
 * each template has the view of its name.
 */

/** `registry.d.ts.hbs` */
export interface RegistryView {
  header: string[];
  imports: string[];
  /** Types that the sources declare without exporting them. */
  declarations: string[];
  modules: RegistryModuleView[];
  pushes: { key: string; type: string }[];
  hasPushes: boolean;
  /** Whether nothing else makes the file a module. */
  empty: boolean;
}

export interface RegistryModuleView {
  doc: string[];
  /** The module's type as the key of a property. */
  key: string;
  rpcName: string;
  /** {@link rpcName} where it is declared. */
  rpcDeclaration: string;
  handlers: { doc: string[]; key: string; parameters: string; result: string }[];
}

/** `client.ts.hbs` */
export interface ClientView {
  header: string[];
  imports: string[];
  doc: string[];
  className: string;
  rpcName: string;
  /** The module's type as a literal. */
  type: string;
  handlers: ClientHandlerView[];
}

interface ClientHandlerView {
  key: string;
  parameters: string;
  result: string;
  /** The handler's name as a literal. */
  handler: string;
  arguments: string;
}

/** `schema.ts.hbs` */
export interface SchemaView {
  header: string[];
  imports: string[];
  /** Statements that define the schemas of named types. */
  schemas: string[];
  doc: string[];
  constant: string;
  handlers: { key: string; args: string; arity: string; async: string }[];
  proofName: string;
  /** Types that compile to `true`, or not at all. */
  proofs: string[];
}

/** `schemas.ts.hbs` */
export interface SchemasView {
  header: string[];
  imports: string[];
  modules: { key: string; constant: string }[];
}

/** `gate.ts.hbs` */
export interface GateView {
  header: string[];
  imports: string[];
  declarations: string[];
  pushes: { key: string; type: string }[];
  hasPushes: boolean;
  /** Which of the converting functions the file needs. */
  uses: GateUses;
  converts: boolean;
  /** Functions that turn JSON into values and values into JSON. */
  converters: string[];
  modules: GateModuleView[];
  /** Topics whose bodies need converting, with the expression that does it. */
  pushReaders: { topic: string; reader: string }[];
  readsPushes: boolean;
}

export interface GateUses {
  same: boolean;
  fields: boolean;
  list: boolean;
  tuple: boolean;
  variant: boolean;
  toDate: boolean;
  toBigint: boolean;
  toBytes: boolean;
  fromBytes: boolean;
}

export interface GateModuleView {
  doc: string[];
  className: string;
  /** The property of the client. */
  property: string;
  handlers: { doc: string[]; key: string; parameters: string; result: string; request: string }[];
}
