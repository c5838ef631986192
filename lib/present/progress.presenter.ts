import { ownerName } from '../core/progress/lock-holder.js';
import { backfillLine } from '../core/progress/backfill-line.js';
import type { Direction, Progress } from '../core/progress/progress.js';
import { onOneLine, visible, visibleLines } from '../core/text/visible.js';
import type { Paint } from './paint.js';
import { cut, indent, padEnd } from './columns.js';
import { formatObjects } from '../core/model/schema-kinds.js';
import { formatCount, formatDuration } from '../core/text/figures.js';
import { shortOwner } from './lock-holder.presenter.js';

export interface ProgressStyle {
  readonly paint: Paint;
  readonly width: number;
  readonly verbose: boolean;
  /** Lock holder, once the lock is taken. */
  readonly owner: string | undefined;
}

/** The lines that an event leaves behind. */
export function presentProgress(progress: Progress, style: ProgressStyle): readonly string[] {
  switch (progress.kind) {
    case 'connect-failed':
      return [visibleLines(progress.message), `Try ${progress.attempt} of ${progress.attempts}.`];
    case 'lock-waiting':
      return [`waiting up to ${progress.seconds} s for the lock, held by ${ownerName(progress.holder.owner)}`];
    case 'lock-not-released':
      return presentNotReleased(progress, style);
    case 'lock-released':
      return ['The migration lock is released now.'];
    case 'lock-taken':
      return [];
    case 'hook-failed':
      return [`${progress.hook} failed after the fact: ${visibleLines(progress.message)}`];
    case 'migrations-passed-over':
      return [`not applied, although later ones are: ${progress.names.map(visible).join(', ')}`];
    case 'schema-unchanged':
    case 'schema-changes':
    case 'schema-drift':
    case 'schema-in-sync':
      return presentSchemaProgress(progress, style);
    default:
      return presentMigrationProgress(progress, style);
  }
}

type NotReleased = Extract<Progress, { readonly kind: 'lock-not-released' }>;

function presentNotReleased({ message, expiresAt, seconds }: NotReleased, { paint }: ProgressStyle): readonly string[] {
  return [
    paint.yellow(`The migration lock is not released yet: ${visibleLines(message)}`),
    `  It is tried again. The lock expires by itself at ${expiresAt.toISOString()}, in ${seconds} s.`,
    '  To remove it before that: coodie migrate unlock',
  ];
}

type MigrationProgress = Extract<
  Progress,
  {
    readonly kind:
      | 'migrations-planned'
      | `migration-${string}`
      | `statement-${string}`
      | `tenant${string}`
      | 'backfill-progress'
      | 'verification-progress';
  }
>;

function presentMigrationProgress(progress: MigrationProgress, style: ProgressStyle): readonly string[] {
  switch (progress.kind) {
    case 'tenant-started':
      return ['', `${style.paint.bold(progress.keyspace)} · ${progress.position} of ${progress.tenants}`];
    case 'migrations-planned':
      return progress.names.length === 0 ? [] : [planned(progress, style)];
    case 'migration-started':
      return ['', `  ${visible(progress.name)}`];
    case 'migration-log':
      return progress.level === 'debug' && !style.verbose ? [] : [indent(visibleLines(progress.message), '    ')];
    case 'backfill-progress':
    case 'verification-progress':
      return [`    ${backfillLine(progress)}`];
    case 'statement-finished':
      return [statementLine(progress.cql, formatDuration(progress.milliseconds), style)];
    case 'statement-known':
      return [statementLine(progress.cql, 'done before', style)];
    case 'statement-started':
    case 'migration-finished':
    case 'tenants-compared':
      return [];
  }
}

type SchemaProgress = Extract<Progress, { readonly kind: `schema-${string}` }>;

function presentSchemaProgress(progress: SchemaProgress, { paint }: ProgressStyle): readonly string[] {
  const title = paint.bold(progress.keyspace);
  switch (progress.kind) {
    case 'schema-unchanged': {
      const things = `${formatObjects(progress.objects)} unchanged`;
      return [`${title} · ${things} (${progress.reads} reads, ${formatDuration(progress.milliseconds)})`];
    }
    case 'schema-changes':
      return [
        `${title} · ${formatCount(progress.changes.length, 'change')}`,
        ...progress.changes.flatMap(({ text, warning }) => [
          `  ${visible(text)}`,
          ...(warning === undefined ? [] : [`    ${paint.yellow(visible(warning))}`]),
        ]),
      ];
    case 'schema-drift':
      return progress.drift.map((line) => `  ${visible(line)}`);
    case 'schema-in-sync': {
      const hosts = progress.hosts === 1 ? '1 host' : `${progress.hosts} hosts agree`;
      const done = `${formatCount(progress.statements, 'statement')} · ${formatDuration(progress.milliseconds)} · ${hosts}`;
      return ['', `${paint.green('✔')} in sync · ${done}`];
    }
  }
}

interface Planned {
  readonly keyspace: string;
  readonly direction: Direction;
  readonly names: readonly string[];
}

function planned({ keyspace, direction, names }: Planned, { paint, owner }: ProgressStyle): string {
  const what = direction === 'upgrade' ? 'pending' : 'to roll back';
  const lock = owner === undefined ? '' : ` · lock taken by ${shortOwner(owner)}`;
  return `${paint.bold(keyspace)} · ${names.length} ${what}${lock}`;
}

const LONGEST = 72;

/** `    ✔ ALTER TABLE reviews ADD rating int        71 ms`. */
function statementLine(cql: string, time: string, { paint, width }: ProgressStyle): string {
  const room = width - 4 - 2 - 2 - time.length;
  const text = padEnd(cut(onOneLine(cql), room), Math.min(room, LONGEST));
  return `    ${paint.green('✔')} ${text}  ${paint.dim(time)}`;
}

/** The line that is shown while a statement runs. */
export function presentRunning(what: string, milliseconds: number, { paint, width }: ProgressStyle): string {
  const time = formatDuration(milliseconds);
  return `${cut(onOneLine(what), width - 4 - 2 - 2 - time.length - 1)}  ${paint.dim(time)}`;
}

/** The statement that was under way when a run ended. */
export function presentUnfinished(cql: string, milliseconds: number, { paint, width }: ProgressStyle): string {
  const time = `after ${formatDuration(milliseconds)}`;
  return `    ${paint.red('✖')} ${cut(onOneLine(cql), width - 8 - time.length)}  ${paint.dim(time)}`;
}
