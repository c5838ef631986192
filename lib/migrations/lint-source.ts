import { messageOf } from '../core/error.js';
import type { MigrationEntry } from '../core/history/history.js';
import type { LintFinding } from '../core/lint/input/finding.js';
import type { CodeInput, LintInput } from '../core/lint/input/lint-input.js';
import { lintMigrations } from '../core/lint/lint-migrations.js';
import type { Direction } from '../core/progress/progress.js';
import { inTime } from '../session/in-time.js';
import { openDryRunContext } from './run/dry-run-context.js';
import { StatementNotAwaitedError } from './run/errors.js';
import { runInContext } from './run/run-in-context.js';
import { MigrationLoadError } from './source/errors.js';
import type { LoadedCode } from './source/loaded-migration.js';
import type { MigrationSource } from './source/migration-source.js';

/** Findings of the rules for the migrations of a source. */
export interface LintReport {
  /** The directory, or what else the migrations come from. */
  readonly source: string;
  /** How many there are. */
  readonly migrations: number;
  /** The files or classes that were linted by what they send in a dry run, where every answer is empty. */
  readonly dryRun: readonly string[];
  readonly findings: readonly LintFinding[];
}

/** Name that code gets for the target keyspace if none is given. */
export const UNNAMED_KEYSPACE = 'target_keyspace';

/** Reads every migration and lints it; nothing is sent to any database. Answers also for migrations that cannot be read. */
export async function lintSource(source: MigrationSource, keyspace?: string): Promise<LintReport> {
  const inputs = await readInputs(source, keyspace);
  return {
    source: source.name,
    migrations: inputs.length,
    dryRun: inputs.filter(({ form }) => form !== 'script').map(({ origin }) => origin),
    findings: lintMigrations(inputs, { keyspace, unnamed: UNNAMED_KEYSPACE }),
  };
}

/** Every migration in order, with the statements of those in code; nothing is sent to any database. */
export async function readInputs(source: MigrationSource, keyspace = UNNAMED_KEYSPACE): Promise<readonly LintInput[]> {
  const inputs: LintInput[] = [];
  // One after the other: two migrations in code may share something.
  for (const entry of await source.list()) inputs.push(await inputOf(source, entry, keyspace));
  return inputs;
}

async function inputOf(source: MigrationSource, entry: MigrationEntry, keyspace: string): Promise<LintInput> {
  const { name, origin, kind } = entry;
  const text = await source.text(entry);
  if (kind === 'cql') return { form: 'script', name, origin, text };
  try {
    const migration = await source.load(entry);
    return migration.form === 'script'
      ? { form: 'script', name, origin, text }
      : { ...(await codeInput(migration, keyspace)), name, origin, text };
  } catch (error) {
    if (!(error instanceof MigrationLoadError)) throw error;
    return { form: 'broken', problem: error.reason, position: error.position, name, origin, text };
  }
}

async function codeInput(loaded: LoadedCode, keyspace: string): Promise<Omit<CodeInput, 'name' | 'origin' | 'text'>> {
  const up = await dryRun(loaded, 'upgrade', keyspace);
  const down = await dryRun(loaded, 'downgrade', keyspace);
  return {
    form: 'code',
    upgrade: up.statements,
    downgrade: down.statements,
    allowDestructive: loaded.allowDestructive,
    hasDowngrade: loaded.reversible,
    isOneWay: loaded.migration.reversible === false,
    stopped: [...up.stopped, ...down.stopped],
    notAwaited: [...up.notAwaited, ...down.notAwaited],
  };
}

interface DryRun {
  readonly statements: readonly string[];
  readonly stopped: readonly string[];
  readonly notAwaited: readonly string[];
}

async function dryRun(loaded: LoadedCode, direction: Direction, keyspace: string): Promise<DryRun> {
  if (!loaded.migration[direction]) return { statements: [], stopped: [], notAwaited: [] };
  const open = openDryRunContext(keyspace, loaded, direction, { refusals: 'none' });
  const { record } = open.handler;
  try {
    const late = new Error(`it had not ended after ${LONGEST / 1_000} s`);
    await inTime(runInContext(open, loaded, direction), LONGEST, late);
    return { statements: record.statements, stopped: [], notAwaited: [] };
  } catch (error) {
    const { statements } = record;
    if (error instanceof StatementNotAwaitedError) return { statements, stopped: [], notAwaited: error.statements };
    return { statements, stopped: [`${direction} stopped: ${messageOf(error)}`], notAwaited: [] };
  }
}

/** Milliseconds: code may wait for something that the empty answers never bring. */
const LONGEST = 10_000;
