import { declarableWithoutIgnored, withoutOwnTables } from '../../core/diff/ignored.js';
import type { SchemaModel } from '../../core/model/schema-model.js';
import { UsageError } from '../settings/errors.js';
import type { Project } from './project.js';
import { stateOf } from './state-of.js';

/** Schemas to draw, the keyspace of the connection first, and where they come from. */
export interface Drawn {
  readonly schemas: readonly SchemaModel[];
  readonly from: 'entities' | 'history' | 'database';
}

/**
 * The schemas that the entities declare, or, where there are none, those that the migrations leave; the database's where it
 * was read. What is ignored is drawn nowhere.
 * @throws UsageError where there is nothing | IncompleteHistoryError | ContradictionError
 */
export function drawnSchemas(project: Project, wanted: 'history' | 'database' | undefined): Drawn {
  const { live, desired, ignore, migrations } = project;
  if (live) return { schemas: [declarableWithoutIgnored(withoutOwnTables(live), ignore)], from: 'database' };
  const isDeclared = desired.some(({ tables, views, types }) => tables.length + views.length + types.length > 0);
  if (isDeclared && wanted !== 'history') return { schemas: named(project, desired), from: 'entities' };
  if (migrations.length === 0) throw nothing(wanted);
  const own = desired[0]?.keyspace ?? '';
  const states = [...stateOf(migrations, own).values()].map((state) =>
    declarableWithoutIgnored(withoutOwnTables(state), ignore),
  );
  const [first, others] = [
    states.filter(({ keyspace }) => keyspace === own),
    states.filter((it) => it.keyspace !== own),
  ];
  return { schemas: named(project, [first[0] ?? emptySchema(own), ...others]), from: 'history' };
}

const emptySchema = (keyspace: string): SchemaModel => ({ keyspace, types: [], tables: [], views: [] });

/** The diagram invents no name for a keyspace without one. */
function named({ keyspace }: Project, [own, ...others]: readonly SchemaModel[]): readonly SchemaModel[] {
  return own ? [{ ...own, keyspace: keyspace ?? 'the keyspace' }, ...others] : others;
}

function nothing(wanted: 'history' | 'database' | undefined): UsageError {
  const what = wanted === 'history' ? 'There are no migrations' : 'There are no entities and no migrations';
  return new UsageError([`${what}, so there is nothing to draw`], {
    hint: 'Name them with --app, --entities or --migrations-dir, or draw the database with --live.',
  });
}
