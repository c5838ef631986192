import { CoodieError } from '../error.js';
import { visible } from '../text/visible.js';
import { type MigrationStatus, type RepairAction, shortChecksum } from './history.js';

export class UnknownMigrationError extends CoodieError {
  readonly code = 'COODIE_UNKNOWN_MIGRATION';

  constructor(
    readonly target: string,
    readonly known: readonly string[],
  ) {
    super(`No migration is called ${visible(target)} or begins so. Nothing was run.`, {
      hint: known.length === 0 ? 'There is none at all.' : `There are: ${known.map(visible).join(', ')}`,
    });
  }
}

export class AmbiguousMigrationError extends CoodieError {
  readonly code = 'COODIE_AMBIGUOUS_MIGRATION';

  constructor(
    readonly target: string,
    readonly matches: readonly string[],
  ) {
    super(`${visible(target)} may mean ${matches.map(visible).join(' or ')}. Nothing was run.`, {
      hint: 'Write more of the name.',
    });
  }
}

export class InvalidStepsError extends CoodieError {
  readonly code = 'COODIE_INVALID_STEPS';

  constructor(readonly steps: number) {
    super(`The number of migrations to roll back must be a whole number from 1, not ${steps}. Nothing was run.`);
  }
}

/** A file that is no migration, two files of one name, or no directory at all: everything that is wrong with it at once. */
export class MigrationFilesError extends CoodieError {
  readonly code = 'COODIE_MIGRATION_FILES';

  constructor(
    readonly directory: string,
    readonly problems: readonly string[],
  ) {
    super([`The migrations in ${directory} cannot be used:`, ...problems.map((problem) => `  ${problem}`)].join('\n'), {
      hint: 'A migration is called YYYYMMDD_NNN_description.ts, .js or .cql. Nothing was run.',
    });
  }
}

/** Applied files are not what they were when they were applied. */
export class ChangedMigrationsError extends CoodieError {
  readonly code = 'COODIE_CHANGED_MIGRATIONS';

  constructor(readonly migrations: readonly MigrationStatus[]) {
    super([...migrations.flatMap(presentChanged), 'Nothing was run.'].join('\n'), {
      hint: [
        `Restore it (git log -p ${migrations.map(({ origin }) => origin).join(' ')}), or, if only its text changed and the database is right:`,
        ...migrations.map(({ name }) => `  coodie migrate repair --accept ${name}`),
      ].join('\n'),
    });
  }
}

function presentChanged({ origin, appliedAt, owner, recordedChecksum, checksum }: MigrationStatus): readonly string[] {
  const by = owner === undefined ? '' : `, by ${visible(owner)}`;
  return [
    `${origin} changed after it was applied (${appliedAt?.toISOString() ?? 'time unknown'}${by}).`,
    `  recorded ${shortChecksum(recordedChecksum ?? '')}   file ${shortChecksum(checksum)}`,
  ];
}

/** Files that are applied under another name: they would run twice. */
export class RenamedMigrationsError extends CoodieError {
  readonly code = 'COODIE_RENAMED_MIGRATIONS';

  constructor(readonly migrations: readonly MigrationStatus[]) {
    const lines = migrations.map(({ origin, renamedFrom }) => `${origin} is applied already, as ${renamedFrom}.`);
    super([...lines, 'Nothing was run.'].join('\n'), {
      hint: [
        'Give it its old name again, or, if the new one is to stay:',
        ...migrations.map(({ name }) => `  coodie migrate repair --accept ${name}`),
      ].join('\n'),
    });
  }
}

/** Migrations that are not applied although later ones are. */
export class OutOfOrderMigrationsError extends CoodieError {
  readonly code = 'COODIE_OUT_OF_ORDER';

  constructor(readonly names: readonly string[]) {
    super(`${names.join(', ')}: not applied, although later ones are. Nothing was run.`, {
      hint: [
        'Rename the file so that it comes last, or let it run late: --out-of-order apply',
        ...names.map((name) => `  coodie migrate renumber ${visible(name)}`),
      ].join('\n'),
    });
  }
}

export class IrreversibleMigrationError extends CoodieError {
  readonly code = 'COODIE_IRREVERSIBLE';

  constructor(readonly origins: readonly string[]) {
    super(`${origins.join(', ')} cannot be rolled back: there is no way down. Nothing was run.`, {
      hint: 'Write a new migration that undoes what it did.',
    });
  }
}

export class MissingMigrationsError extends CoodieError {
  readonly code = 'COODIE_MISSING_MIGRATIONS';

  constructor(readonly names: readonly string[]) {
    super(
      `${names.map(visible).join(', ')}: applied, but the file is gone, so it cannot be rolled back. Nothing was run.`,
      {
        hint: 'Restore the file from version control.',
      },
    );
  }
}

/** A migration is half-way, in the other direction or without its file: that must be brought to its end first. */
export class UnfinishedMigrationsError extends CoodieError {
  readonly code = 'COODIE_UNFINISHED_MIGRATIONS';

  constructor(readonly migrations: readonly MigrationStatus[]) {
    super([...migrations.map(presentUnfinished), 'Nothing was run.'].join('\n'), {
      hint: migrations.map(wayOut).join('\n'),
    });
  }
}

function presentUnfinished({ name, origin, failure }: MigrationStatus): string {
  const { done = 0, statement, direction } = failure ?? {};
  const isCode = done === 0 && statement === undefined;
  const after = isCode
    ? 'its code was begun, and no schema change is recorded'
    : `after ${done} statement${done === 1 ? '' : 's'}`;
  const gone = origin === undefined ? ', and its file is gone' : '';
  return `${name} is half-way in its ${direction}, ${after}${gone}.`;
}

function wayOut({ name, origin, failure }: MigrationStatus): string {
  if (origin === undefined) return `Restore its file, or leave it as it is: coodie migrate repair --forget ${name}`;
  return failure?.direction === 'downgrade'
    ? 'Finish the rollback: coodie migrate rollback'
    : 'Fix the migration and go on with it: coodie migrate apply';
}

const NOTHING: Readonly<Record<RepairAction, string>> = {
  done: 'stopped at a statement',
  'not-done': 'stopped at a statement',
  accept: 'differs from what was applied, and is applied',
  forget: 'is recorded without a file',
};

export class NothingToRepairError extends CoodieError {
  readonly code = 'COODIE_NOTHING_TO_REPAIR';

  constructor(
    readonly action: RepairAction,
    readonly migration?: string,
  ) {
    super(
      migration === undefined
        ? `No migration ${NOTHING[action]}. Nothing was changed.`
        : `${migration} is none that ${NOTHING[action]}. Nothing was changed.`,
    );
  }
}

export class PendingMigrationsError extends CoodieError {
  readonly code = 'COODIE_PENDING_MIGRATIONS';

  constructor(readonly migrations: readonly MigrationStatus[]) {
    super(
      `${migrations.map(({ name, state }) => `${name} (${state})`).join(', ')}: not in the database as it should be.`,
      {
        hint: 'Look at them with `coodie migrate status`; apply them with `coodie migrate apply`.',
      },
    );
  }
}
