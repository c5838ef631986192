import type { KnownIndex, KnownSchema, KnownTable, KnownView } from './known-schema.js';

type Undo = () => void;

/** A map that remembers how to undo what is done to it. */
export class GrowingMap<T> extends Map<string, T> {
  /** Keyspaces that keys have been qualified with. */
  private readonly keyspaces = new Set<string>();

  constructor(private readonly undos: Undo[]) {
    super();
  }

  override set(key: string, value: T): this {
    if (key.includes('.')) this.keyspaces.add(key.slice(0, key.indexOf('.')));
    const old = this.get(key);
    const had = this.has(key);
    this.undos.push(() => (had ? super.set(key, old as T) : super.delete(key)));
    return super.set(key, value);
  }

  override delete(key: string): boolean {
    const old = this.get(key);
    if (!super.delete(key)) return false;
    this.undos.push(() => super.set(key, old as T));
    return true;
  }

  /** Takes out everything that is so. */
  deleteWhere(isGone: (key: string, value: T) => boolean): void {
    for (const [key, value] of this) if (isGone(key, value)) this.delete(key);
  }

  /**
   * Takes the thing of a key out. While the target keyspace is not known, `i` and `shop.i` may be the same: a statement
   * that drops one of them is no reason to find fault with the other.
   */
  drop(key: string, target: string | undefined): void {
    for (const name of target === undefined ? this.likely(key) : [key]) this.delete(name);
  }

  private likely(key: string): readonly string[] {
    const dot = key.indexOf('.');
    return dot < 0 ? [key, ...[...this.keyspaces].map((keyspace) => `${keyspace}.${key}`)] : [key, key.slice(dot + 1)];
  }
}

/** A known schema that grows with each statement, and can go back. */
export interface GrowingSchema extends KnownSchema {
  readonly tables: GrowingMap<KnownTable>;
  readonly types: GrowingMap<string>;
  readonly indexes: GrowingMap<KnownIndex>;
  readonly views: GrowingMap<KnownView>;
  readonly gone: GrowingMap<string>;
  /** Takes the state as it is now for the one that `undo` goes back to. */
  keep(): void;
  undo(): void;
}

export function emptySchema(): GrowingSchema {
  const undos: Undo[] = [];
  return {
    tables: new GrowingMap(undos),
    types: new GrowingMap(undos),
    indexes: new GrowingMap(undos),
    views: new GrowingMap(undos),
    gone: new GrowingMap(undos),
    keep: () => void undos.splice(0),
    undo: () => {
      for (const undo of undos.splice(0).toReversed()) undo();
    },
  };
}
