import { toSnakeCase } from '../model/identifier.js';

/** `order_items` and `OrderItems` have two words; what cannot stand in an identifier parts words as well. */
export function wordsOf(name: string): readonly string[] {
  return toSnakeCase(name)
    .split(/[^\p{ID_Continue}]+|_+/u)
    .filter((word) => word !== '');
}

export function capitalise(word: string): string {
  return word.replace(/^./u, (letter) => letter.toUpperCase());
}

export function canBegin(identifier: string): boolean {
  return /^[\p{ID_Start}_]/u.test(identifier);
}

/** The first of `name`, `name2`, `name3`, … that is free. */
export function firstFree(name: string, isFree: (candidate: string) => boolean, number = 1): string {
  const candidate = number === 1 ? name : `${name}${number}`;
  return isFree(candidate) ? candidate : firstFree(name, isFree, number + 1);
}
