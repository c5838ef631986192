import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { formatCqlType, type CqlType } from '../../../lib/core/model/cql-type.js';
import {
  INDEX_TARGETS,
  type IndexModel,
  type SchemaModel,
  type TableModel,
} from '../../../lib/core/model/schema-model.js';
import { LiveSchema, useSchemaClient } from '../../support/live-schema.js';
import { index, table } from '../../support/models.js';
import { disagreement, problemOf } from './judge.js';
import { TYPES, USER_TYPES } from './types.js';

const SASI = 'org.apache.cassandra.index.sasi.SASIIndex';
const CLASSES = [undefined, SASI, 'legacy_local_table', 'sai'];

/** A table with a column `c0`, `c1`, … for each type. */
type Make = (name: string, types: readonly CqlType[]) => TableModel;

const PLACES: Readonly<Record<string, Make>> = {
  'a column': (name, types) => table(name, { columns: columnsOf(types) }),
  'a clustering key in descending order': (name, types) => {
    const clustering = Object.fromEntries(Object.keys(columnsOf(types)).map((key) => [key, 'desc' as const]));
    return table(name, { columns: columnsOf(types), clustering });
  },
};

function columnsOf(types: readonly CqlType[]): Readonly<Record<string, CqlType>> {
  return Object.fromEntries(types.map((type, position) => [`c${position}`, type]));
}

const CASES = CLASSES.flatMap((using) =>
  Object.entries(PLACES).map(([place, make]) => ({ using, make, title: `${using ?? 'none'} on ${place}` })),
);

describe('an index on every type, as the server takes it and as coodie does', () => {
  const client = useSchemaClient();

  it.each(CASES)('class $title', ({ using, make }) =>
    LiveSchema.with(client, 'indexes', async (live) => {
      const schema = live.of({ types: USER_TYPES, tables: tablesOfAllTypes(live, make) });
      await live.apply(diffSchema(live.of({}), schema));
      const disagreements: string[] = [];
      for (const { made, wanted, title } of everyIndex(schema, using)) {
        const change = { kind: 'create-index', table: made.name, index: wanted } as const;
        const declared = { ...schema, tables: [{ ...made, indexes: [wanted] }] };
        const problem = problemOf({ declared, existing: schema, changes: [change], server: live.server });
        const found = await disagreement(live, [change], problem);
        if (found) disagreements.push(`${title}: ${found}`);
      }
      expect(disagreements).toEqual([]);
    }),
  );
});

/**
 * All types that a column can have at all, here: a table of counters, which has no other columns, one of vectors, because
 * Cassandra 5.0 makes no SAI index on a table with a vector in descending order, and one of the rest.
 */
function tablesOfAllTypes(live: LiveSchema, make: Make): readonly TableModel[] {
  const [existing, { server }] = [live.of({ types: USER_TYPES }), live];
  const isPossible = (type: CqlType) => {
    const declared = live.of({ types: USER_TYPES, tables: [make('t', [type])] });
    return problemOf({ declared, existing, changes: diffSchema(existing, declared), server }) === undefined;
  };
  const possible = TYPES.filter(isPossible);
  return [...new Set(possible.map(groupOf))].map((group) =>
    make(
      group,
      possible.filter((type) => groupOf(type) === group),
    ),
  );
}

function groupOf(type: CqlType): string {
  if (type.kind === 'vector') return 'vectors';
  return formatCqlType(type) === 'counter' ? 'counters' : 'others';
}

interface Wanted {
  readonly made: TableModel;
  readonly wanted: IndexModel;
  readonly title: string;
}

function everyIndex({ tables }: SchemaModel, using: string | undefined): readonly Wanted[] {
  return tables.flatMap((made) =>
    made.columns
      .filter(({ name }) => name.startsWith('c'))
      .flatMap(({ name, type }) =>
        INDEX_TARGETS.map((target) => ({
          made,
          wanted: index(`${made.name}_${name}_${target}`, name, { target, using }),
          title: `${target} of ${formatCqlType(type)}`,
        })),
      ),
  );
}
