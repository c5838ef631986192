import * as fc from 'fast-check';

/** Draws values one after the other, so that later ones can depend on earlier ones. */
export type Draw = fc.GeneratorValue;

export function pick<T>(draw: Draw, items: readonly T[]): T {
  const item = items[upTo(draw, items.length - 1)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}

/** A whole number from 0. */
export function upTo(draw: Draw, max: number): number {
  return draw(fc.nat, max);
}

/** True in so many of a hundred cases. */
export function chance(draw: Draw, percent: number): boolean {
  return draw(fc.nat, 99) < percent;
}

/** Each of the items in so many of a hundred cases. */
export function some<T>(draw: Draw, items: readonly T[], percent: number): readonly T[] {
  return items.filter(() => chance(draw, percent));
}

/** Up to `max` things, each made by `make`. */
export function several<T>(draw: Draw, max: number, make: (position: number) => T): readonly T[] {
  return Array.from({ length: upTo(draw, max) }, (_, position) => make(position));
}

export function shuffled<T>(draw: Draw, items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, place: upTo(draw, 1_000_000) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
