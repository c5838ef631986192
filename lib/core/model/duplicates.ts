interface Named {
  readonly name: string;
}

/** The things whose name an earlier one in the list has already. */
export function duplicates<T extends Named>(things: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return things.filter(({ name }) => seen.has(name) || void seen.add(name));
}
