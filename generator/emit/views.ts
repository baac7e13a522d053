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
  /** `block` declares the module: `registry-module.d.ts.hbs`. `entry` is its line of the registry. */
  modules: { block: string; entry: string }[];
  pushes: { key: string; type: string }[];
  hasPushes: boolean;
  /** Whether nothing else makes the file a module. */
  empty: boolean;
}

/** `registry-module.d.ts.hbs` */
export interface RegistryModuleView {
  doc: string[];
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
  handlers: { key: string; args: string; arity: string; async: string; ownSchema: boolean }[];
  proofName: string;
  /** Types that compile to `true`, or not at all. */
  proofs: string[];
  /** There are none where every handler brings its own schema. */
  hasProofs: boolean;
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
  /** As all blocks here: one text for several, with empty lines between them. */
  declarations: string[];
  pushes: { key: string; type: string }[];
  hasPushes: boolean;
  /** Which of the converting functions the file needs. */
  uses: GateUses;
  converts: boolean;
  /** Functions that turn JSON into values and values into JSON. */
  converters: string[];
  /** The modules' classes: `gate-module.ts.hbs`. */
  blocks: string[];
  /** `property` is that of the client. */
  modules: { className: string; property: string }[];
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

/** `gate-module.ts.hbs` */
export interface GateModuleView {
  className: string;
  methods: { key: string; parameters: string; result: string; request: string }[];
}

/** `gate-methods.d.ts.hbs` */
export interface GateMethodsView {
  header: string[];
  imports: string[];
  /** Each declares the methods of one module: `gate-methods-module.d.ts.hbs`. */
  blocks: string[];
}

/** `gate-methods-module.d.ts.hbs` */
export interface GateMethodsModuleView {
  doc: string[];
  className: string;
  methods: { doc: string[]; key: string; parameters: string; result: string }[];
}

/** `docs.html.hbs`; all texts are HTML. */
export interface DocsView {
  mark: string;
  /** The page's content security policy: it loads nothing. */
  policy: string;
  style: string;
  script: string;
  title: string;
  version: string;
  counts: string;
  servers: { name: string; address: string }[];
  hasServers: boolean;
  navigation: { anchor: string; title: string; links: { anchor: string; title: string }[] }[];
  modules: {
    anchor: string;
    name: string;
    source: string;
    doc: string;
    handlers: DocsHandlerView[];
  }[];
  pushes: {
    anchor: string;
    name: string;
    search: string;
    type: string;
    source: string;
    examples: DocsExampleView[];
  }[];
  hasPushes: boolean;
  types: DocsTypeView[];
  hasTypes: boolean;
  errors: { anchor: string; code: string; text: string }[];
}

export interface DocsHandlerView {
  anchor: string;
  name: string;
  /** What a search looks through. */
  search: string;
  badges: { kind: string; text: string; title: string }[];
  doc: string;
  isDeprecated: boolean;
  deprecated: string;
  signature: string;
  tables: { title: string; fields: DocsFieldView[] }[];
  hasErrors: boolean;
  errors: { code: string; text: string }[];
  examples: DocsExampleView[];
}

export interface DocsFieldView {
  name: string;
  type: string;
  optional: boolean;
  doc: string;
  constraints: string[];
}

export interface DocsExampleView {
  doc: string;
  kind: "run" | "checked" | "wrong" | "made";
  /** What is known of the example's truth, in a word, and in a sentence. */
  proof: string;
  proofTitle: string;
  blocks: { label: string; text: string }[];
}

export interface DocsTypeView {
  anchor: string;
  name: string;
  kind: string;
  search: string;
  doc: string;
  constraints: string[];
  isObject: boolean;
  fields: DocsFieldView[];
  type: string;
  source: string;
}

/** `graph.svg.hbs`; all texts are XML, all numbers pixels. */
export interface GraphView {
  mark: string;
  title: string;
  width: number;
  height: number;
  /** Where the graph begins below the title. */
  top: number;
  margin: number;
  boxes: {
    kind: string;
    x: number;
    y: number;
    width: number;
    height: number;
    centre: number;
    title: string;
    titleY: number;
    line: string;
    lineY: number;
  }[];
  edges: {
    kind: string;
    path: string;
    /** All that goes this way. */
    hint: string;
    label: { x: number; y: number; width: number; height: number };
    lines: { text: string; x: number; y: number }[];
  }[];
  /** Kinds of edges that are there. */
  kinds: string[];
  legend: { kind: string; text: string; x: number }[];
  legendY: number;
}
