import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import { findObstacles } from '../../../lib/core/diff/find-obstacles.js';
import { formatCqlType } from '../../../lib/core/model/cql-type.js';
import {
  INDEX_TARGETS,
  type IndexModel,
  type SchemaModel,
  type TableModel,
} from '../../../lib/core/model/schema-model.js';
import { validateSchema } from '../../../lib/core/model/validate-schema.js';
import { LiveSchema, useSchemaClient } from '../../support/live-schema.js';
import { index, table } from '../../support/models.js';
import { isSince } from '../../support/server-version.js';
import { disagreement } from './judge.js';
import { TYPES, USER_TYPES } from './types.js';

const SASI = 'org.apache.cassandra.index.sasi.SASIIndex';
const CLASSES = [undefined, SASI, ...(isSince('5.0') ? ['legacy_local_table', 'sai'] : [])];

describe('an index on every type, as the server takes it and as coodie does', () => {
  const client = useSchemaClient();

  it.each(CLASSES.map((using) => ({ using, title: using ?? 'none' })))('class $title', ({ using }) =>
    LiveSchema.with(client, 'indexes', async (live) => {
      const schema = live.of({ types: USER_TYPES, tables: tablesOfAllTypes(live) });
      await live.apply(diffSchema(live.of({}), schema));
      const disagreements: string[] = [];
      for (const { made, wanted, title } of everyIndex(schema, using)) {
        const change = { kind: 'create-index', table: made.name, index: wanted } as const;
        const [blocked] = findObstacles(schema, [change], live.server);
        const declared = { ...schema, tables: [{ ...made, indexes: [wanted] }] };
        const problem =
          validateSchema(declared)[0]?.message ?? (blocked?.kind === 'blocked' ? blocked.reason : undefined);
        const found = await disagreement(live, [change], problem);
        if (found) disagreements.push(`${title}: ${found}`);
      }
      expect(disagreements).toEqual([]);
    }),
  );
});

/** One for each type that a column can have at all. */
function tablesOfAllTypes(live: LiveSchema): readonly TableModel[] {
  const tables = TYPES.map((type, position) => table(`t${position}`, { columns: { c: type } }));
  return tables.filter((made) => validateSchema(live.of({ types: USER_TYPES, tables: [made] })).length === 0);
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
