import * as fc from 'fast-check';
import { CATALOG_TABLES, type CatalogRow, type CatalogRows } from '../../../lib/core/catalog/catalog-rows.js';
import { parseCatalog } from '../../../lib/core/catalog/parse-catalog.js';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { DEFAULT_POLICY } from '../../../lib/core/diff/risk.js';
import { isManageable, type SchemaModel, type TableModel } from '../../../lib/core/model/schema-model.js';
import { planSchema } from '../../../lib/core/plan/plan-schema.js';
import { loadCatalogRows, RECORDED_VERSIONS } from '../../fixtures/system-schema/load.js';

const catalogOf = (version: (typeof RECORDED_VERSIONS)[number]) =>
  loadCatalogRows(version, 'fx') as unknown as CatalogRows;
const tableOf = (schema: SchemaModel, name: string) => schema.tables.find((table) => table.name === name) as TableModel;

describe.each(RECORDED_VERSIONS)('the catalogue of Cassandra %s', (version) => {
  const schema = parseCatalog('fx', catalogOf(version));

  it('is read whole', () => {
    expect(schema.tables.length).toBeGreaterThan(50);
    expect(schema.types.length).toBeGreaterThan(10);
    expect(schema.views.map(({ baseTable }) => baseTable)).toContain('base');
  });

  it('shows no difference from itself, but for tables that cannot be managed', () => {
    expect(diffSchema(schema, schema).filter(({ kind }) => kind !== 'manage-table')).toEqual([]);
  });

  it('has no type that is not understood', () => {
    expect(schema.tables.flatMap(({ unmanaged }) => unmanaged.filter((reason) => reason.startsWith('type')))).toEqual(
      [],
    );
  });

  it('tells tables with compact storage from others', () => {
    const compact = schema.tables.filter(({ unmanaged }) => unmanaged.includes('compact storage'));
    expect(compact.length).toBeGreaterThan(0);
    expect(tableOf(schema, 'all_types').unmanaged).not.toContain('compact storage');
  });

  it('keeps keys in the order of their positions', () => {
    for (const table of schema.tables) expect(table.partitionKey.length).toBeGreaterThan(0);
  });

  it('is read without an error whatever its rows hold', () => {
    const rows = catalogOf(version);
    const anyTable = fc.constantFrom(...CATALOG_TABLES.filter((name) => rows[name].length > 0));
    const mutation = fc.record({ table: anyTable, row: fc.nat(), column: fc.nat(), value: fc.anything() });
    fc.assert(
      fc.property(mutation, ({ table, row, column, value }) => {
        const index = row % rows[table].length;
        const original = rows[table][index] as CatalogRow;
        const name = Object.keys(original)[column % Object.keys(original).length] as string;
        const mutated = rows[table].with(index, { ...original, [name]: value });
        const plan = () => planOf(parseCatalog('fx', { ...rows, [table]: mutated }));
        expect(plan).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });

  const declared = { ...schema, tables: schema.tables.filter(isManageable) };
  const planOf = (actual: SchemaModel) => planSchema(actual, declared, { policy: DEFAULT_POLICY });
  /** The last table or view that has columns which anybody may declare, with one row of the catalogue changed. */
  const strange = (table: 'tables' | 'views' | 'types' | 'columns', change: (row: CatalogRow) => CatalogRow) => {
    const rows = catalogOf(version);
    const index = rows[table].findLastIndex((row) => row['kind'] !== 'partition_key' && isDeclared(row));
    const mutated = rows[table].with(index, change(rows[table][index] as CatalogRow));
    return planOf(parseCatalog('fx', { ...rows, [table]: mutated }));
  };
  const isDeclared = (row: CatalogRow) =>
    row['table_name'] === undefined || declared.tables.some(({ name }) => name === row['table_name']);

  it.each(['tables', 'views'] as const)(
    'has a note for an option of %s that is unknown, and no difference',
    (table) => {
      const known = Object.keys(catalogOf(version)[table][0] ?? {});
      const name = fc.string({ minLength: 1 }).filter((text) => !known.includes(text) && !(text in Object.prototype));
      const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant({ a: 'b' }));
      fc.assert(
        fc.property(name, value, (option, set) => {
          const { changes, drift, notes } = strange(table, (row) => ({ ...row, [option]: set }));
          expect({ changes, drift }).toEqual({ changes: [], drift: [] });
          expect(notes.map(({ text }) => text)).toContain(`option ${option}`);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('has a note for a type that is unknown', () => {
    const ofColumn = strange('columns', (row) => ({ ...row, type: 'matrix<int, 3>' }));
    expect(ofColumn.notes.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^type matrix<int, 3> of column /),
    );
    const ofField = strange('types', (row) => ({ ...row, field_names: ['f'], field_types: ['matrix<int, 3>'] }));
    expect(ofField.notes.map(({ text }) => text)).toContain('type matrix<int, 3> of field f');
  });

  it('has a note for an index of a class that is unknown and that no entity declares, and no drift', () => {
    const rows = catalogOf(version);
    const index = {
      keyspace_name: 'fx',
      table_name: declared.tables[0]?.name,
      index_name: 'searched',
      kind: 'CUSTOM',
      options: { class_name: 'com.example.Searched', target: 'values(a),keys(b)' },
    };
    const { changes, drift, notes } = planOf(parseCatalog('fx', { ...rows, indexes: [...rows.indexes, index] }));
    expect({ changes, drift }).toEqual({ changes: [], drift: [] });
    expect(notes).toContainEqual({
      object: { kind: 'table', name: index.table_name },
      text: 'index searched of class com.example.Searched',
    });
  });
});
