import type { AppliedMigration, MigrationEntry, MigrationKind } from '../../core/history/history.js';
import type { Direction } from '../../core/progress/progress.js';
import { LOG_TABLE, ownRows } from '../../session/own-tables.js';
import type { Row, Session, Write } from '../../session/session.js';
import { UnknownHistoryError } from './errors.js';
import type { Recorder } from './recorder.js';
import { timeUuid } from './time-uuid.js';

const EVENTS = [
  'applied',
  'rolled-back',
  'failed',
  'baselined',
  'accepted',
  'renamed',
  'forgotten',
  'settled-as-done',
  'settled-as-not-done',
] as const;

/** Something that can happen to a migration. */
export type LogEvent = (typeof EVENTS)[number];

/** @throws UnknownHistoryError */
export function checkLog(lines: readonly Row[]): void {
  const strange = lines.find(({ event }) => !EVENTS.some((known) => known === event));
  if (!strange) return;
  const { migration_name: row, event } = strange;
  throw new UnknownHistoryError({ table: LOG_TABLE.name, row: String(row), column: 'event' }, event);
}

/** One line of the log. */
export interface LogEntry {
  readonly migration: string;
  readonly event: LogEvent;
  readonly entry?: MigrationEntry | undefined;
  readonly direction?: Direction | undefined;
  readonly statements?: number | undefined;
  readonly milliseconds?: number | undefined;
  /** Reason of a manual change. */
  readonly reason?: string | undefined;
  readonly error?: string | undefined;
}

const COLUMNS = [
  'migration_name, event_id, event, direction, owner, run_by, run_id, duration_ms, statements, checksum, file_kind',
  'reason, error, coodie_version',
].join(', ');

/** A new line at the end of a keyspace's log; nothing ever changes one. */
export function logged(session: Session, line: LogEntry, recorder: Recorder): Write {
  const { runtime } = recorder;
  const { table, columns, params: key } = ownRows(session, LOG_TABLE);
  const { migration, event, entry, direction, statements, milliseconds, reason, error } = line;
  const params = [
    ...key,
    migration,
    timeUuid(runtime.now(), runtime.uuid()),
    event,
    direction,
    recorder.owner,
    recorder.runBy,
    recorder.runId,
    milliseconds === undefined ? undefined : Math.round(milliseconds),
    statements,
    entry?.checksum,
    entry?.kind,
    reason,
    error,
    recorder.version,
  ];
  const markers = params.map(() => '?').join(', ');
  return { cql: `INSERT INTO ${table} (${columns}${COLUMNS}) VALUES (${markers})`, params };
}

/** Provenance of a migration from its log: the owner, the duration, and the kind of file that its checksum is of. */
export function provenanceOf(lines: readonly Row[]): Pick<AppliedMigration, 'kind' | 'owner' | 'milliseconds'> {
  const lastOf = (events: readonly LogEvent[]) =>
    lines.findLast(({ event }) => events.some((known) => known === event));
  const applied = lastOf(APPLIES);
  const described = lastOf([...APPLIES, 'accepted']);
  const duration = applied?.['duration_ms'];
  return {
    kind: KINDS.find((kind) => kind === described?.['file_kind']),
    owner: typeof applied?.['owner'] === 'string' ? applied['owner'] : undefined,
    milliseconds: typeof duration === 'number' ? duration : undefined,
  };
}

const APPLIES: readonly LogEvent[] = ['applied', 'baselined', 'renamed'];

const KINDS: readonly MigrationKind[] = ['ts', 'js', 'cql', 'class'];
