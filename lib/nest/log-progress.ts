import type { LoggerService } from '@nestjs/common';
import { ownerName } from '../core/progress/lock-holder.js';
import { backfillLine, isBackfillProgress } from '../core/progress/backfill-line.js';
import { NowAndThen } from '../core/progress/now-and-then.js';
import type { Progress, Report, TenantProgress } from '../core/progress/progress.js';
import { formatObjects } from '../core/model/schema-kinds.js';
import { formatCount, formatDuration } from '../core/text/figures.js';
import { onOneLine, visible, visibleLines } from '../core/text/visible.js';

/** Writes what happens to Nest's log, a line for each thing worth knowing. */
export function logProgress(logger: LoggerService): Report {
  const lines = new NowAndThen(BACKFILL_LINE_EVERY);
  return (progress) => {
    if (isBackfillProgress(progress) && !lines.isDue(progress.name, performance.now())) return;
    for (const [level, message] of linesOf(progress)) logger[level]?.(message);
  };
}

/** Milliseconds between two lines of one backfill. */
const BACKFILL_LINE_EVERY = 10_000;

type Line = readonly ['log' | 'warn' | 'error' | 'debug', string];

function linesOf(progress: Progress): readonly Line[] {
  if (isTenantProgress(progress)) return [['log', tenantLine(progress)]];
  switch (progress.kind) {
    case 'connect-failed':
      return [['warn', `${visibleLines(progress.message)}\nTry ${progress.attempt} of ${progress.attempts}.`]];
    case 'lock-waiting':
    case 'lock-taken':
    case 'lock-not-released':
    case 'lock-released':
      return lockLines(progress);
    case 'migration-log':
      return [[progress.level, visibleLines(progress.message)]];
    case 'hook-failed':
      return [['warn', `${progress.hook} failed after the fact: ${visibleLines(progress.message)}`]];
    case 'migrations-passed-over':
      return [['warn', `not applied, although later ones are: ${progress.names.map(visible).join(', ')}`]];
    case 'schema-unchanged':
    case 'schema-changes':
    case 'schema-drift':
    case 'schema-in-sync':
      return schemaLines(progress);
    default:
      return migrationLines(progress);
  }
}

function isTenantProgress(progress: Progress): progress is TenantProgress {
  return progress.kind === 'tenants-compared' || progress.kind === 'tenant-started';
}

function tenantLine(progress: TenantProgress): string {
  if (progress.kind === 'tenant-started')
    return `tenant ${progress.keyspace} (${progress.position} of ${progress.tenants})`;
  const { tenants, unchanged, reads, milliseconds } = progress;
  const effort = `${reads} reads, ${formatDuration(milliseconds)}`;
  return `${formatCount(tenants, 'tenant')}: ${unchanged} unchanged (${effort})`;
}

type LockProgress = Extract<Progress, { readonly kind: `lock-${string}` }>;

function lockLines(progress: LockProgress): readonly Line[] {
  switch (progress.kind) {
    case 'lock-waiting':
      return [['log', `waiting for the migration lock, held by ${ownerName(progress.holder.owner)}`]];
    case 'lock-taken':
      return [['debug', `${progress.keyspace}: lock taken by ${visible(progress.owner)}`]];
    case 'lock-not-released':
      return [['warn', notReleased(progress)]];
    case 'lock-released':
      return [['log', 'the migration lock is released now']];
  }
}

type NotReleased = Extract<Progress, { readonly kind: 'lock-not-released' }>;

function notReleased({ message, expiresAt, seconds: left }: NotReleased): string {
  return (
    `the migration lock is not released yet: ${visibleLines(message)}. ` +
    `It is tried again; the lock expires by itself at ${expiresAt.toISOString()}, in ${left} s`
  );
}

type SchemaProgress = Extract<Progress, { readonly kind: `schema-${string}` }>;
type MigrationProgress = Extract<
  Progress,
  {
    readonly kind:
      | 'migrations-planned'
      | 'backfill-progress'
      | 'verification-progress'
      | `migration-${'started' | 'finished'}`
      | `statement-${string}`;
  }
>;

function schemaLines(progress: SchemaProgress): readonly Line[] {
  switch (progress.kind) {
    case 'schema-unchanged': {
      const effort = `${progress.reads} reads, ${formatDuration(progress.milliseconds)}`;
      return [['log', `${progress.keyspace}: ${formatObjects(progress.objects)} unchanged (${effort})`]];
    }
    case 'schema-changes':
      return [
        ['log', `${progress.keyspace}: ${formatCount(progress.changes.length, 'change')}`],
        ...progress.changes.flatMap(({ text, statements, warning }): readonly Line[] => [
          ['log', `  ${visible(text).padEnd(40)}  ${statements.map(onOneLine).join('; ')}`],
          ...(warning === undefined ? [] : [['warn', `    ${visible(warning)}`] as const]),
        ]),
      ];
    case 'schema-drift':
      return progress.drift.map((line) => ['warn', `${progress.keyspace}: ${visible(line)}`]);
    case 'schema-in-sync': {
      const hosts = progress.hosts === 1 ? '1 host' : `${progress.hosts} hosts agree`;
      const what = `${formatCount(progress.statements, 'statement')}, ${formatDuration(progress.milliseconds)}, ${hosts}`;
      return [['log', `${progress.keyspace}: in sync (${what})`]];
    }
  }
}

function migrationLines(progress: MigrationProgress): readonly Line[] {
  switch (progress.kind) {
    case 'migrations-planned':
      return plannedLines(progress);
    case 'migration-started':
      return [['log', `  ${visible(progress.name)}`]];
    case 'statement-finished':
      return progress.migration === undefined
        ? []
        : [['log', `    ${onOneLine(progress.cql)}  ${formatDuration(progress.milliseconds)}`]];
    case 'migration-finished': {
      const effort = `${formatCount(progress.statements, 'statement')}, ${formatDuration(progress.milliseconds)}`;
      return [['log', `  ${visible(progress.name)}: ${effort}`]];
    }
    case 'statement-known':
      return [['log', `    ${onOneLine(progress.cql)}  done before`]];
    case 'backfill-progress':
    case 'verification-progress':
      return [['log', `    ${backfillLine(progress)}`]];
    case 'statement-started':
      return [];
  }
}

function plannedLines({
  keyspace,
  direction,
  names,
}: Extract<MigrationProgress, { readonly kind: 'migrations-planned' }>): readonly Line[] {
  if (names.length === 0) return [];
  return [['log', `${keyspace}: ${formatCount(names.length, 'migration')} to ${direction}`]];
}
