export interface Item {
  readonly id: number;
  name: string;
  tags: readonly string[];
  price?: number;
}

/** A part of a longer list. */
export interface Page<T> {
  items: T[];
  next?: number | undefined;
}

export type Result<T, E = { code: number }> = { ok: true; value: T } | { ok: false; error: E };

export type ItemPatch = Partial<Omit<Item, "id">>;

export type ItemView = Required<Pick<Item, "id" | "price">> & { shown: boolean };

export type Brand = string & { readonly brand: "Brand" };
