import type { Change } from '../../../lib/core/diff/change.js';
import { describeChange } from '../../../lib/core/diff/describe-change.js';
import {
  differenceJson,
  presentDifference,
  presentDrift,
  presentSubject,
} from '../../../lib/core/diff/present-difference.js';
import { visible } from '../../../lib/core/text/visible.js';
import { column, index, table, userType, view } from '../../support/models.js';

const NAMES = ['type', 'table', 'view', 'index', 'index by_name', 'field', 'replication', 'primary key', 'rating'];

const added = (name: string): Change => ({ kind: 'add-columns', table: 'products', columns: [column(name, 'text')] });
const dropped = (name: string): Change => ({ ...added(name), kind: 'drop-columns' }) as Change;
const one = (change: Change) => describeChange(change)[0] ?? { sign: '~', object: { kind: 'table', name: '' } };

describe('a difference in words', () => {
  it.each(NAMES)('is that of a column where a column is called %s', (name) => {
    expect(presentDifference(one(added(name)))).toBe(`+ products.${name} text`);
    expect(presentDrift(one(dropped(name)))).toBe(
      `products: column ${name} text is in the database and in no entity (drift)`,
    );
    expect(differenceJson(one(added(name)))).toEqual({
      table: 'products',
      subject: name,
      detail: 'text',
      sign: '+',
      object: { kind: 'table', name: 'products' },
      part: { kind: 'column', name },
      to: 'text',
    });
  });

  it.each(NAMES.filter((name) => name !== 'rating'))('never calls a column %s alone', (name) => {
    expect(presentSubject(one(added(name)))).toBe(`column ${name}`);
  });

  it.each<[string, Change, string]>([
    ['a table', { kind: 'create-table', table: table('type') }, '+ table type (id)'],
    ['a user type', { kind: 'create-type', type: userType('table', { view: 'int' }) }, '+ type table (view)'],
    ['a field', { kind: 'add-field', type: 't', field: { ...column('type', 'int') } }, '+ t.type int'],
    ['an index', { kind: 'create-index', table: 't', index: index('view', 'type') }, '+ index view (type)'],
    [
      'a view',
      { kind: 'create-view', view: view('type', 'table', { partitionKey: ['index'] }) },
      '+ view type (of table by (index))',
    ],
    [
      'an option',
      { kind: 'alter-options', table: 'view', from: {}, to: { gcGraceSeconds: 1 } },
      '~ view.gc_grace_seconds unset → 1',
    ],
  ])('is that of %s, whatever its name', (_, change, words) => {
    expect(presentDifference(one(change))).toBe(words);
  });
});

describe('a name that would break a line', () => {
  it.each([
    ['a\nb', 'a\\nb'],
    ['a\r\tb', 'a\\r\\tb'],
    ['\u001b[31mred', '\\x1b[31mred'],
    ['\u0085\u2028\u2029', '\\x85\\u2028\\u2029'],
    ['\u202eabc', '\\u202eabc'],
    ['größe 価格', 'größe 価格'],
  ])('is escaped: %j', (name, escaped) => {
    expect(visible(name)).toBe(escaped);
    expect(presentDifference(one(added(name)))).toBe(`+ products.${escaped} text`);
    expect(differenceJson(one(added(name))).subject).toBe(name);
  });
});
