import * as fc from 'fast-check';
import { parseCatalog } from '../../../lib/core/catalog/parse-catalog.js';
import { CATALOG_TABLES, type CatalogRow, type CatalogRows } from '../../../lib/core/catalog/catalog-rows.js';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import type { SchemaModel, TableModel } from '../../../lib/core/model/schema-model.js';
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
        expect(() => parseCatalog('fx', { ...rows, [table]: mutated })).not.toThrow();
      }),
      { numRuns: 200 },
    );
  });
});
