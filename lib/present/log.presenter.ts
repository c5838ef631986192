import { onOneLine, visible } from '../core/text/visible.js';
import type { LogLine, MigrationLog } from '../migrations/history/read-log.js';
import type { Paint } from './paint.js';
import { alignColumns, indent } from './columns.js';
import { formatCount, formatDuration } from '../core/text/figures.js';
import { hostOf } from './lock-holder.presenter.js';

export interface LogView extends MigrationLog {
  readonly keyspace: string;
}

/** `migrate log`: a line for each event, the newest first; below it the reason and the error, where there is one. */
export function presentLog({ keyspace, lines, total }: LogView, paint: Paint): string {
  const title = `${paint.bold(visible(keyspace))} · ${formatCount(total, 'event')}`;
  if (lines.length === 0) return title;
  const rows = alignColumns(lines.map((line) => cellsOf(line, paint)));
  const blocks = lines.flatMap((line, index) => [indent(rows[index] ?? ''), ...remarksOn(line)]);
  const older = total - lines.length;
  return [title, '', ...blocks, ...(older > 0 ? ['', `${older} older: --limit ${total}`] : [])].join('\n');
}

const COLOURS: Readonly<Record<string, 'green' | 'red' | 'yellow'>> = {
  applied: 'green',
  baselined: 'green',
  failed: 'red',
};

function cellsOf(
  { at, migration, event, milliseconds, statements, owner, runBy }: LogLine,
  paint: Paint,
): readonly string[] {
  const by = [...(runBy === undefined ? [] : [visible(runBy)]), ...(owner === undefined ? [] : [hostOf(owner)])];
  return [
    timeOf(at),
    paint[COLOURS[event] ?? 'yellow'](visible(event)),
    visible(migration),
    statements === undefined ? '' : formatCount(statements, 'statement'),
    milliseconds === undefined ? '' : formatDuration(milliseconds),
    by.length === 0 ? '' : `by ${by.join(' on ')}`,
  ];
}

function remarksOn({ reason, error }: LogLine): readonly string[] {
  return [
    ...(reason === undefined ? [] : [`      reason: ${onOneLine(reason)}`]),
    ...(error === undefined ? [] : [`      error: ${onOneLine(error)}`]),
  ];
}

/** `2026-03-01 12:00:00Z`. */
const timeOf = (at: Date) =>
  Number.isNaN(at.getTime()) ? 'unknown time' : at.toISOString().replace('T', ' ').replace(/\.\d+/, '');

export interface LogJson {
  readonly keyspace: string;
  /** Number of events in the database. */
  readonly total: number;
  /** The newest first. */
  readonly events: readonly (Omit<LogLine, 'at'> & { readonly at: string | null })[];
}

export function logJson({ keyspace, lines, total }: LogView): LogJson {
  const events = lines.map((line) => ({
    ...line,
    at: Number.isNaN(line.at.getTime()) ? null : line.at.toISOString(),
  }));
  return { keyspace, total, events };
}
