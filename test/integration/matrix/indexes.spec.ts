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

type Make = (name: string, type: CqlType) => TableModel;

const PLACES: Readonly<Record<string, Make>> = {
  'a column': (name, type) => table(name, { columns: { c: type } }),
  'a clustering key in descending order': (name, type) =>
    table(name, { columns: { c: type }, clustering: { c: 'desc' } }),
};

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

/** One for each type that a column can have at all, here. */
function tablesOfAllTypes(live: LiveSchema, make: Make): readonly TableModel[] {
  const [existing, { server }] = [live.of({ types: USER_TYPES }), live];
  return TYPES.map((type, position) => make(`t${position}`, type)).filter((made) => {
    const declared = live.of({ types: USER_TYPES, tables: [made] });
    return problemOf({ declared, existing, changes: diffSchema(existing, declared), server }) === undefined;
  });
}

interface Wanted {
  readonly made: TableModel;
  readonly wanted: IndexModel;
  readonly title: string;
}

function everyIndex({ tables }: SchemaModel, using: string | undefined): readonly Wanted[] {
  return tables.flatMap((made) =>
    INDEX_TARGETS.map((target) => ({
      made,
      wanted: index(`${made.name}_${target}`, 'c', { target, using }),
      title: `${target} of ${made.columns.flatMap(({ name, type }) => (name === 'c' ? [formatCqlType(type)] : [])).join()}`,
    })),
  );
}
