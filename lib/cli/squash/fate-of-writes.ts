import type { LintStatement } from '../../core/lint/input/lint-migration.js';
import type { SchemaModel } from '../../core/model/schema-model.js';

/** `lost`: its rows are gone in the end; `unclear`: the table is no longer the one that it was written for. */
export type Fate = 'kept' | 'lost' | 'unclear';

/** The fate of a write by the statements that follow it. */
export function fateOfWrite(write: LintStatement, following: readonly LintStatement[], schema: SchemaModel): Fate {
  const fates = write.data.map(({ table }) => {
    const isOwn = table && (table.keyspace ?? schema.keyspace) === schema.keyspace;
    return isOwn ? fateIn(table.name, following, schema) : 'unclear';
  });
  const [first = 'unclear'] = fates;
  return fates.every((fate) => fate === first) ? first : 'unclear';
}

function fateIn(table: string, following: readonly LintStatement[], { tables }: SchemaModel): Fate {
  const own = following.filter(({ class: read }) => 'name' in read && read.name?.name === table);
  const isEmptied = own.some(({ class: read }) => {
    return read.kind === 'truncate' || (read.kind === 'ddl' && read.object === 'table' && read.verb === 'DROP');
  });
  if (isEmptied || !tables.some(({ name }) => name === table)) return 'lost';
  return own.some(({ class: read }) => read.kind === 'ddl' && (read.action === 'drop' || read.action === 'rename'))
    ? 'unclear'
    : 'kept';
}
