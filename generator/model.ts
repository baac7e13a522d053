/**
 * The contract: what the sources promise, as plain JSON data. Everything in `read` ends here, everything
 * in `emit` begins here. No compiler object, no type id, no absolute path ever enters it.
 */
export interface Contract {
  /** Sorted by type. */
  modules: ModuleModel[];
  /** Sorted by topic. */
  pushes: PushModel[];
  /** Named types that handlers and pushes mention, by id, in sorted order. */
  types: Record<TypeId, NamedType>;
}

/**
 * `src/dto.ts#Page<src/dto.ts#Item>`: the declaring file relative to the project (or the package
 * specifier), the exported name, and the ids or texts of type arguments.
 */
export type TypeId = string;

/** Where something stands in the sources. Lines and columns count from 1; `file` is relative, posix. */
export interface Location {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

/** One module class. */
export interface ModuleModel {
  /** What `getType()` returns, such as `"Login"`. */
  type: string;
  className: string;
  /** What `version()` returns, if the class says so in its source. */
  version?: string;
  /** The documentation comment of the class, one entry per line, without the comment's stars. */
  doc: string[];
  location: Location;
  /** Sorted by name. */
  handlers: HandlerModel[];
  /** Files that decide this module's model, sorted: the basis of incremental runs. */
  reads: string[];
}

/** One registered handler. */
export interface HandlerModel {
  /** The name it was registered under, such as `"HD_Login"`. */
  name: string;
  /** `gate` if clients may call it: the name begins with `HD_`. */
  exposure: "gate" | "internal";
  /** `serial` for `register`, `concurrent` for `registerGO`. */
  order: "serial" | "concurrent";
  /** `conditional` if the registration stands behind a condition. */
  presence: "always" | "conditional";
  /** Whether the first parameter is mqant's `Session`; that parameter is not in `parameters`. */
  session: boolean;
  parameters: ParameterModel[];
  /** Set if the handler checks its body by a schema of its own: it was made by `withSchema`. */
  ownSchema?: true;
  /** What the call resolves with: the return type without `Promise`. */
  result: TypeModel;
  /** Whether the handler may return a promise. */
  async: boolean;
  /** Lines of the documentation comment's text, without tags other than `@deprecated`. */
  doc: string[];
  deprecated?: string;
  /** The `@example`s that have JSON; left out if there are none. */
  examples?: ExampleModel[];
  /** What `@throws` and the handler's own code say that it may fail with; left out if nothing. */
  errors?: ErrorModel[];
  registeredAt: Location;
  /** The name of the handler's declaration: where go-to-definition shall land. */
  declaredAt: Location;
}

/**
 * An example of a call, from an `@example` with code blocks of JSON: the first is what is sent, a second one
 * the reply. A handler for clients is sent one body, any other a list of arguments.
 */
export interface ExampleModel {
  /** What stands in front of the blocks. */
  doc: string[];
  /** The JSON of the blocks, as written. */
  sent: string;
  reply?: string;
  location: Location;
}

/** One way for a handler to fail. */
export interface ErrorModel {
  /** The code of the `RpcError`, or an empty text where `@throws` names none. */
  code: string;
  /** When, or what the message is; `…` stands for what is known only when it happens. */
  text: string;
}

/** One parameter of a handler. */
export interface ParameterModel {
  name: string;
  type: TypeModel;
  /** Written with `?` or with a default. */
  optional: boolean;
  /** `...rest: T[]`; `type` is then the array or tuple. */
  rest: boolean;
  /** What the handler's `@param` says, or the parameter's own comment; left out if there is neither. */
  doc?: string[];
  /** From the tags of the parameter's own comment. */
  constraints?: Constraints;
}

/**
 * What tags of a documentation comment demand beyond the type. Each holds for the values of its kind among
 * all that the type admits: `@maxLength` on `string | null` for the texts.
 */
export interface Constraints {
  /** Of texts, in UTF-16 units, as `length` counts them. */
  minLength?: number;
  maxLength?: number;
  /** A regular expression with the flag `u` that matches somewhere in the text. */
  pattern?: string;
  format?: "email" | "uuid" | "date-time";
  /** Of numbers, both included. */
  min?: number;
  max?: number;
  /** A whole number that is exact: up to 2^53 - 1. */
  int?: true;
  /** Of arrays. */
  minItems?: number;
  maxItems?: number;
}

/** What servers push to clients on one topic. */
export interface PushModel {
  topic: string;
  body: TypeModel;
  /** Each call that sends it, or the property of `PushRegistry` that declares it. Sorted. */
  sites: Location[];
}

/** A type as it travels. Unions are in canonical order and flat, but for members that are names of unions. */
export type TypeModel =
  | {
      kind:
        | "string"
        | "number"
        | "boolean"
        | "null"
        | "undefined"
        | "void"
        | "unknown"
        | "bigint"
        | "date"
        | "bytes";
    }
  /** `member`: the enum and its member that the value is written as, if it is one. */
  | {
      kind: "literal";
      value: string | number | boolean;
      member?: { of: TypeId; name: string };
    }
  /** A template literal type; `pattern` is an anchored regular expression, `text` TypeScript. */
  | { kind: "template"; pattern: string; text: string }
  | { kind: "array"; of: TypeModel; readonly: boolean }
  | { kind: "tuple"; items: TupleItem[]; rest?: TypeModel; readonly: boolean }
  /** `Record<key, value>` and index signatures; `partial` if keys may be missing although `key` is a union. */
  | { kind: "record"; key: TypeModel; value: TypeModel; partial: boolean }
  | { kind: "object"; properties: PropertyModel[]; index?: TypeModel }
  /** `discriminant`: the property whose literal tells the members apart, if there is one. */
  | { kind: "union"; of: TypeModel[]; discriminant?: string }
  /** A primitive with a compile-time brand; the primitive travels. */
  | { kind: "branded"; base: TypeModel; text: string }
  | { kind: "ref"; id: TypeId }
  /** What can't travel. Never emitted: the diagnostic stops the run. */
  | { kind: "bad"; code: string; reason: string; path: string; location: Location };

/** One element of a tuple. */
export interface TupleItem {
  type: TypeModel;
  name?: string;
  optional: boolean;
}

/** One property of an object. */
export interface PropertyModel {
  name: string;
  type: TypeModel;
  optional: boolean;
  readonly: boolean;
  doc: string[];
  /** From the tags of the property's comment. */
  constraints?: Constraints;
}

/** A type with a name of its own: an interface, alias, enum or data class of the user's. */
export interface NamedType {
  /** Unique in the contract, usable as an identifier: `LoginReq`, `PageOfItem`, `ChatMessage2`… */
  name: string;
  origin: TypeOrigin;
  /** The structure, for `enum` the union of its literals. */
  type: TypeModel;
  /** Whether it contains itself, directly or through others. */
  recursive: boolean;
  doc: string[];
  /** From the tags of an alias's comment. */
  constraints?: Constraints;
}

/** Where a named type comes from, so that emitted server code can import it. */
export interface TypeOrigin {
  /** A project file (relative, posix), or the specifier of a package as the user imports it. */
  from: { file: string } | { package: string };
  /** The name it is exported under (`"default"` included), or `undefined` if it is not exported. */
  exportName?: string;
  kind: "interface" | "alias" | "enum" | "class";
  /** Type arguments, for an instance of a generic type. */
  arguments: TypeModel[];
  /** Names and values of an enum's members, in order of declaration. */
  members?: { name: string; value: string | number }[];
}
