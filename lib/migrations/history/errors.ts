import { CoodieError } from '../../core/error.js';
import { visible } from '../../core/text/visible.js';

/** A value of coodie's own tables. */
export interface HistoryPlace {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

/** A value in coodie's own tables that this version does not know: what it means for the database is not known either. */
export class UnknownHistoryError extends CoodieError {
  readonly code = 'COODIE_UNKNOWN_HISTORY';
  readonly table: string;
  readonly row: string;
  readonly column: string;

  constructor(
    { table, row, column }: HistoryPlace,
    readonly value: unknown,
  ) {
    const shown = visible(JSON.stringify(value) ?? 'nothing');
    super(
      `${table} holds ${shown} as ${column} of ${visible(row)}, which this version does not know. Nothing was run.`,
      {
        hint: 'It was written by a newer version of coodie, or by hand: run that version, or correct the row.',
      },
    );
    this.table = table;
    this.row = row;
    this.column = column;
  }
}

/** Record about a migration: its row of the history, the outcome of a statement, or that one is about to be sent. */
export type NotedStep = 'applied' | 'not applied' | 'settled' | 'begun';

const WRITTEN: Readonly<Record<NotedStep, readonly [table: string, message: (migration: string) => string]>> = {
  applied: ['_coodie_migrations', (name) => `${name} was recorded as applied, but the history does not show it.`],
  'not applied': [
    '_coodie_migrations',
    (name) => `${name} was recorded as not applied, but the history does not show that.`,
  ],
  settled: [
    '_coodie_migrations_journal',
    (name) => `The outcome of a statement of ${name} was recorded, but the journal does not show it.`,
  ],
  begun: [
    '_coodie_migrations_journal',
    (name) => `The journal does not show what was written in it about ${name}. Its statement was not sent.`,
  ],
};

/** A change of the history that was written and cannot be read. */
export class HiddenHistoryError extends CoodieError {
  readonly code = 'COODIE_HISTORY_HIDDEN';

  constructor(
    readonly migration: string,
    readonly expected: NotedStep,
  ) {
    const [table, message] = WRITTEN[expected];
    super(message(migration), {
      hint:
        'An older write with a time in the future hides it: the clock of a machine was ahead. Do not apply or roll back until ' +
        `that time has passed, or write the row of ${table} USING TIMESTAMP with a later one; see coodie migrate status.`,
    });
  }
}
