import { changedOptions } from '../../../lib/core/options/changed-options.js';
import { parseDeclaredOptions } from '../../../lib/core/options/parse-declared-options.js';
import { parseStoredOptions, storedOptionsReader } from '../../../lib/core/options/parse-stored-options.js';
import type { TableOptions } from '../../../lib/core/options/table-options.js';
import { loadCatalogRows, loadStatements, RECORDED_VERSIONS } from '../../fixtures/system-schema/load.js';
import type { DeclaringStatement } from './with-clause.js';
import { optionsOfStatement } from './with-clause.js';

const KEYSPACES = ['fx', 'fx_nts', 'fx_ntsrf', 'FxMixed', 'fx_empty'];

const rows = RECORDED_VERSIONS.flatMap((version) =>
  KEYSPACES.flatMap((keyspace) => {
    const { tables, views } = loadCatalogRows(version, keyspace);
    return [...tables, ...views].map((row) => {
      return { version, name: `${keyspace}.${String(row.table_name ?? row.view_name)}`, row };
    });
  }),
);
// allow_auto_snapshot and incremental_backups came with 5.0, memtable with 4.1.
const OPTION_COUNT: Readonly<Record<string, number>> = { '4.0.19': 15, '4.1.10': 16, '5.0.6': 18, '6.0-alpha2': 18 };

describe.each(rows)('$name of Cassandra $version', ({ version, row }) => {
  const { options, unmanaged } = parseStoredOptions(row);

  it('is read completely', () => {
    expect(unmanaged).toEqual([]);
    expect(Object.keys(options)).toHaveLength(OPTION_COUNT[version] ?? NaN);
  });

  it('declared as it is stored needs no change', () => {
    const declared = parseDeclaredOptions(asDeclaration(options));
    expect(declared.problems).toEqual([]);
    expect(changedOptions(options, declared.options)).toEqual({});
    expect(declared.options).toEqual(options);
  });
});

it('a reader of many rows reads each as if it were the only one, whatever it has read before', () => {
  const read = storedOptionsReader();
  const inTurn = [...rows, ...rows.toReversed()].map(({ row }) => row);
  expect(inTurn.map(read)).toEqual(inTurn.map(parseStoredOptions));
});

describe.each(RECORDED_VERSIONS)('a statement run on Cassandra %s', (version) => {
  const statements = loadStatements(version).flatMap(optionsOfStatement);
  const changes = ({ name, declared }: DeclaringStatement) => {
    const row = rows.find((candidate) => candidate.version === version && candidate.name === name)?.row ?? {};
    const { options, problems } = parseDeclaredOptions(declared);
    expect(problems).toEqual([]);
    return changedOptions(parseStoredOptions(row).options, options);
  };

  it('is one of many with options', () => {
    expect(statements.length).toBeGreaterThanOrEqual(30);
  });

  it.each(statements.filter(({ name }) => name !== 'fx.opt_cdc'))('stored what it says: $statement', (statement) => {
    expect(changes(statement)).toEqual({});
  });

  it.each(statements.filter(({ name }) => name === 'fx.opt_cdc'))(
    'lost cdc on a node without it: $statement',
    (statement) => {
      expect(changes(statement)).toEqual({ cdc: true });
    },
  );
});

/** Canonical options are a declaration in the spelling of the server: taken at run time, if not by type. */
function asDeclaration(options: object): TableOptions {
  return options;
}
