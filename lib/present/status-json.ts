import type { MigrationState, MigrationStatus } from '../core/history/history.js';
import { presentFailure, type StatusView } from './status.presenter.js';

export interface StatusJson {
  readonly keyspace: string;
  readonly migrations: readonly MigrationJson[];
  readonly problems: readonly ProblemJson[];
}

export interface MigrationJson {
  readonly name: string;
  readonly state: MigrationState;
  readonly description: string;
  readonly appliedAt: string | null;
  readonly checksum: string;
}

export interface ProblemJson {
  readonly code: string;
  readonly message: string;
  readonly migration?: string;
}

export function statusJson({ keyspace, migrations }: Omit<StatusView, 'migrationsDir'>): StatusJson {
  return {
    keyspace,
    migrations: migrations.map(({ name, state, description, appliedAt, checksum }) => ({
      name,
      state,
      description,
      appliedAt: appliedAt?.toISOString() ?? null,
      checksum,
    })),
    problems: migrations.flatMap(problemsOf),
  };
}

/** Being pending is no problem. */
const PROBLEMS: Partial<Readonly<Record<MigrationState, readonly [code: string, message: string]>>> = {
  failed: ['COODIE_MIGRATION_FAILED', 'failed and is applied in part'],
  missing: ['COODIE_MISSING_MIGRATIONS', 'is applied, but its file is gone'],
  changed: ['COODIE_CHANGED_MIGRATIONS', 'changed after it was applied'],
  'out-of-order': ['COODIE_OUT_OF_ORDER', 'is not applied, although later ones are'],
};

function problemsOf({ name, state, appliedAt, note, failure, renamedFrom }: MigrationStatus): readonly ProblemJson[] {
  if (renamedFrom !== undefined) {
    const message = `${name} is applied already, as ${renamedFrom}`;
    return [{ code: 'COODIE_RENAMED_MIGRATIONS', message, migration: name }];
  }
  const [code, message] = PROBLEMS[state] ?? [];
  const half = failure ? ` (${presentFailure(failure)}${failure.error === undefined ? '' : `: ${failure.error}`})` : '';
  const wrong = code === undefined ? [] : [{ code, message: `${name} ${message}${half}`, migration: name }];
  // The note of a migration that is not applied says why its file cannot be loaded.
  const broken = note !== undefined && appliedAt === undefined;
  return broken ? [...wrong, { code: 'COODIE_MIGRATION_LOAD', message: note, migration: name }] : wrong;
}
