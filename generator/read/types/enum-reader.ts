import { ts } from "../compiler/compiler.ts";
import type { TypeId, TypeModel } from "../../model.ts";
import { readDoc } from "../read-doc.ts";
import type { Spot } from "../read-spot.ts";
import type { Origins } from "./type-origin.ts";
import { unionOf } from "./type-key.ts";
import type { TypeReader } from "./type-reader.ts";

type EnumMember = { name: string; value: string | number };

/** Reads enums, whole and in part. */
export class EnumReader {
  readonly #reader: TypeReader;
  readonly #origins: Origins;

  constructor(reader: TypeReader, origins: Origins) {
    this.#reader = reader;
    this.#origins = origins;
  }

  /** A type that is a member of an enum, or an enum whose values can't be known. */
  read(type: ts.Type, spot: Spot): TypeModel {
    return unionOf(this.readMembers(type.isUnion() ? type.types : [type], spot));
  }

  /** Members of any enums: those of a complete one as the enum itself. */
  readMembers(types: readonly ts.Type[], spot: Spot): TypeModel[] {
    const groups = new Map<ts.Symbol, ts.Type[]>();
    for (const type of types) {
      const symbol = this.#enumOf(type);
      const group = groups.get(symbol);
      if (group === undefined) groups.set(symbol, [type]);
      else group.push(type);
    }
    return [...groups].flatMap(([symbol, members]) => this.#group(symbol, members, spot));
  }

  /** A whole enum, by its name. */
  whole(symbol: ts.Symbol, spot: Spot): TypeModel {
    const id = this.#define(symbol);
    if (id !== undefined) return { kind: "ref", id };
    return this.#reader.bad(
      {
        code: "MQ1046",
        reason: `is of enum ${symbol.name}, whose values are computed`,
        hint: "give each member a constant value",
      },
      spot,
    );
  }

  #group(symbol: ts.Symbol, members: readonly ts.Type[], spot: Spot): TypeModel[] {
    const { checker } = this.#reader.project;
    const declared = checker.getDeclaredTypeOfSymbol(symbol);
    const size = declared.isUnion() ? declared.types.length : 1;
    if (members.length === size) return [this.whole(symbol, spot)];
    const id = this.#define(symbol);
    if (id === undefined) return [this.whole(symbol, spot)];
    return members.map((member) => ({
      kind: "literal",
      value: (member as ts.StringLiteralType | ts.NumberLiteralType).value, // an enum member's type is a literal
      member: { of: id, name: member.symbol.name },
    }));
  }

  /** Puts an enum into the contract; `undefined` if its values can't be known. */
  #define(symbol: ts.Symbol): TypeId | undefined {
    const declarations = symbol.declarations?.filter(ts.isEnumDeclaration) ?? [];
    const [first] = declarations;
    if (first === undefined) return undefined;
    for (const declaration of declarations) this.#reader.touch(declaration);
    const { id, from, exportName, kind } = this.#origins.of(symbol, first);
    if (this.#reader.named.get(id) !== undefined) return id;
    const members = this.#membersOf(declarations);
    if (members === undefined) return undefined;
    const files = new Set<string>();
    this.#reader.gather(files, () => declarations.forEach((one) => this.#reader.touch(one)));
    this.#reader.named.add(id, {
      origin: {
        from,
        kind,
        arguments: [],
        members,
        ...(exportName === undefined ? {} : { exportName }),
      },
      ownName: first.name.text,
      doc: readDoc(first).lines,
      type: unionOf(members.map(({ value }) => ({ kind: "literal", value }))),
      files,
    });
    return id;
  }

  #membersOf(declarations: readonly ts.EnumDeclaration[]): EnumMember[] | undefined {
    const { checker } = this.#reader.project;
    const members: EnumMember[] = [];
    for (const member of declarations.flatMap((declaration) => [...declaration.members])) {
      const value = checker.getConstantValue(member);
      if (value === undefined) return undefined;
      members.push({ name: ts.isComputedPropertyName(member.name) ? "" : member.name.text, value });
    }
    return members.length === 0 ? undefined : members;
  }

  #enumOf({ symbol }: ts.Type): ts.Symbol {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || !ts.isEnumMember(declaration)) return symbol;
    const parent = this.#reader.project.checker.getSymbolAtLocation(declaration.parent.name);
    return parent ?? symbol;
  }
}
