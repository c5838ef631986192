import { type CatalogRow, type CatalogRows, mayHaveMasks } from '../../../lib/core/catalog/catalog-rows.js';
import { parseCatalog } from '../../../lib/core/catalog/parse-catalog.js';
import { parseMaskRow } from '../../../lib/core/catalog/parse-table-row.js';
import { DEFAULT_POLICY } from '../../../lib/core/diff/risk.js';
import { planSchema } from '../../../lib/core/plan/plan-schema.js';
import { pullable } from '../../../lib/core/source/pullable.js';
import { loadCatalogRows, RECORDED_VERSIONS } from '../../fixtures/system-schema/load.js';

const catalogOf = (version: (typeof RECORDED_VERSIONS)[number]) =>
  loadCatalogRows(version, 'fx') as unknown as CatalogRows;

const row = (
  name: string,
  types: readonly string[] = [],
  values: readonly string[] = [],
  nulls: readonly boolean[] = [],
): CatalogRow => ({
  function_keyspace: 'system',
  function_name: name,
  function_argument_types: types,
  function_argument_values: values,
  function_argument_nulls: nulls,
});

describe('masks of columns', () => {
  it.each([
    [row('mask_default'), 'mask_default()'],
    [row('mask_inner', ['int', 'int'], ['1', ''], [false, true]), 'mask_inner(1, null)'],
    [row('mask_replace', ['text'], ["it's"], [false]), "mask_replace('it''s')"],
    [row('mask_outer', ['int', 'int', 'text'], ['', '2', '*'], [true, false, false]), "mask_outer(null, 2, '*')"],
    [{ ...row('Hide'), function_keyspace: 'Own' }, '"Own"."Hide"()'],
    [{}, expect.any(String)],
  ])('reads %j', (mask, text) => expect(parseMaskRow(mask)).toEqual(text));

  it.each(RECORDED_VERSIONS)('of Cassandra %s are asked for where the server has them', (version) => {
    expect(mayHaveMasks(catalogOf(version))).toBe(!version.startsWith('4.'));
  });

  it('are named by the notes of a plan and of a pull, and are no difference', () => {
    const recorded = parseCatalog('fx', catalogOf('5.0.6'));
    const schema = { ...recorded, views: [], tables: recorded.tables.filter(({ name }) => name === 'masked') };
    const plain = parseCatalog('fx', { ...catalogOf('5.0.6'), column_masks: [] });
    const desired = { ...schema, tables: plain.tables.filter(({ name }) => name === 'masked') };
    const { changes, drift, notes } = planSchema(schema, desired, { policy: DEFAULT_POLICY });
    expect({ changes, drift }).toEqual({ changes: [], drift: [] });
    const texts = notes.map(({ text }) => text).filter((text) => text.startsWith('mask'));
    expect(texts).toContain('mask mask_inner(0, 1) of column Q');
    expect(texts).toHaveLength(
      catalogOf('5.0.6').column_masks?.filter((mask) => mask['table_name'] === 'masked').length ?? 0,
    );
    expect(pullable(schema).notes).toContain(
      'Not copied: mask mask_inner(0, 1) of column Q of masked. In a copy of the table everybody sees the values.',
    );
  });
});
