import * as fc from 'fast-check';
import { isPoisonousTypeName } from '../../../lib/core/model/identifier.js';
import type { Draw } from './draw.js';

/** Tells names apart that were given before; each kind of thing has a room of its own. */
export class Names {
  private readonly taken = new Set<string>();

  constructor(private readonly draw: Draw) {}

  /** Of a column or field: any text. */
  column(): string {
    return this.fresh(this.draw(columnName));
  }

  /** Of a user type: any text, words of CQL among them. */
  type(): string {
    return this.fresh(this.draw(typeName));
  }

  /** Of a table, view or index: letters, digits and underscores, in any case and order. */
  word(): string {
    return this.fresh(this.draw(word));
  }

  private fresh(name: string): string {
    const count = this.taken.size;
    const unique = this.taken.has(name) ? `${name}_${count}` : name;
    this.taken.add(unique);
    return unique;
  }
}

const RESERVED = ['select', 'order', 'token', 'table', 'from', 'entries', 'full', 'desc', 'in', 'index', 'nan', 'to'];
const KEYWORDS = [
  'values',
  'keys',
  'key',
  'static',
  'ttl',
  'type',
  'json',
  'default',
  'contains',
  'like',
  'frozen',
  'mbean',
  'vector',
];
const ODD = [
  'values(x)',
  'full("x")',
  'a"b',
  '"',
  "it's",
  'a b',
  'Ünïcode',
  '日本語',
  '👍🏽',
  ' ',
  '1st',
  'a\nb',
  'a.b',
  '$$',
  ',',
];
const plain = (): fc.Arbitrary<string> => fc.stringMatching(/^[a-z][a-z0-9_]{0,15}$/);
const anyText = (): fc.Arbitrary<string> => fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const anyCase = (): fc.Arbitrary<string> => fc.stringMatching(/^[A-Za-z0-9_]{1,20}$/);

const columnName = (): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: plain(), weight: 5 },
    { arbitrary: fc.constantFrom(...RESERVED, ...KEYWORDS, 'Select'), weight: 3 },
    { arbitrary: fc.constantFrom(...ODD), weight: 1 },
    { arbitrary: anyText(), weight: 2 },
  );

const typeName = (): fc.Arbitrary<string> =>
  fc
    .oneof(
      { arbitrary: plain(), weight: 4 },
      {
        arbitrary: fc.constantFrom(...RESERVED, ...KEYWORDS, 'MixedType', 'list', 'set', 'frozen', 'vector'),
        weight: 2,
      },
      { arbitrary: fc.constantFrom(...ODD), weight: 1 },
      { arbitrary: anyText(), weight: 1 },
    )
    .filter((name) => !isPoisonousTypeName(name));

const word = (): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: plain(), weight: 4 },
    { arbitrary: fc.constantFrom(...RESERVED, ...KEYWORDS, 'Orders', '2fast', '_'), weight: 1 },
    { arbitrary: anyCase(), weight: 2 },
  );
