import { runInThisContext } from 'node:vm';
import type { SchemaModel, TableModel, TypeModel } from '../../../lib/core/model/schema-model.js';
import { nameClasses } from '../../../lib/core/source/class-names.js';
import { nameProperties } from '../../../lib/core/source/property-names.js';
import { quoteString } from '../../../lib/core/source/quote-string.js';

const table = (name: string): TableModel => ({
  name,
  columns: [],
  partitionKey: [],
  clusteringKey: [],
  indexes: [],
  options: {},
  droppedColumns: [],
  unmanaged: [],
});
const type = (name: string): TypeModel => ({ name, fields: [] });
const schema = (tables: readonly string[], types: readonly string[] = []): SchemaModel => ({
  keyspace: 'shop',
  tables: tables.map(table),
  types: types.map(type),
  views: [],
});

function classesOf(tables: readonly string[], types: readonly string[] = []): Readonly<Record<string, string>> {
  const names = nameClasses(schema(tables, types));
  const all = [...names.tables, ...[...names.types].map(([name, value]) => [`type ${name}`, value] as const)];
  return Object.fromEntries(all.map(([name, { className, module }]) => [name, `${className} ${module}`]));
}

describe('class names', () => {
  it.each([
    ['order_items', 'OrderItems order-items.entity'],
    ['OrderItems', 'OrderItems order-items.entity'],
    ['_under', 'Under under.entity'],
    ['1table', 'Table1table table1table.entity'],
    ['___', 'Table table.entity'],
    ['date', 'DateTable date-table.entity'],
    ['record', 'RecordTable record-table.entity'],
    ['select', 'Select select.entity'],
    ['ünïcode ☃', 'Ünïcode ünïcode.entity'],
    ['index', 'Index index.entity'],
  ])('of table %s', (name, expected) => expect(classesOf([name])).toEqual({ [name]: expected }));

  it('are told apart, tables first, and do not depend on the order in which things are listed', () => {
    const expected = {
      MixedCase: 'MixedCase mixed-case.entity',
      mixed_case: 'MixedCaseTable mixed-case-table.entity',
      mixed__case: 'MixedCaseTable2 mixed-case-table2.entity',
      'type mixed_case': 'MixedCaseType mixed-case-type.type',
    };
    expect(classesOf(['MixedCase', 'mixed__case', 'mixed_case'], ['mixed_case'])).toEqual({
      ...expected,
      mixed__case: 'MixedCaseTable mixed-case-table.entity',
      mixed_case: 'MixedCaseTable2 mixed-case-table2.entity',
    });
    const forth = classesOf(['a_b', 'aB', 'A_b']);
    expect(classesOf(['A_b', 'aB', 'a_b'])).toEqual(forth);
    expect(new Set(Object.values(forth)).size).toBe(3);
  });
});

describe('property names', () => {
  const named = (...columns: readonly string[]) =>
    Object.fromEntries(
      [...nameProperties(columns, 'snake_case')].map(([column, { property, name }]) => [column, [property, name]]),
    );

  it.each([
    ['created_at', 'createdAt', undefined],
    ['createdAt', 'createdAt', 'createdAt'],
    ['Id', 'id', 'Id'],
    ['UPPER', 'upper', 'UPPER'],
    ['col_1', 'col1', 'col_1'],
    ['_b', '_b', undefined],
    ['1digit', '_1digit', '1digit'],
    ['a.b-c', 'aBC', 'a.b-c'],
    ['select', 'select', undefined],
    ['constructor', 'constructor2', 'constructor'],
    ['☃', 'column', '☃'],
  ])('of column %s', (column, property, name) => expect(named(column)).toEqual({ [column]: [property, name] }));

  it('of columns that need no name come first', () => {
    expect(named('Id', 'ID', 'id', 'id2')).toEqual({
      id: ['id', undefined],
      Id: ['id3', 'Id'],
      ID: ['id4', 'ID'],
      id2: ['id2', undefined],
    });
  });

  it('are the columns themselves where names are as declared', () => {
    expect(nameProperties(['createdAt', 'created_at'], 'as-declared')).toEqual(
      new Map([
        ['createdAt', { property: 'createdAt', name: undefined }],
        ['created_at', { property: 'createdAt2', name: 'created_at' }],
      ]),
    );
  });
});

describe('texts', () => {
  it.each([
    ['plain', `'plain'`],
    [`it's`, `"it's"`],
    [`it's "so"`, `'it\\'s "so"'`],
    ['back\\slash', `'back\\\\slash'`],
    ['line\nbreak\u2028', `'line\\nbreak\\u2028'`],
    ['\\"', `'\\\\"'`],
  ])('%j', (text, source) => {
    expect(quoteString(text)).toBe(source);
    expect(runInThisContext(source)).toBe(text);
  });
});
