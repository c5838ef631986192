import { join } from 'node:path';
import type { MigrationEntry } from '../../core/history/history.js';
import { parseMigrationName } from '../../core/history/migration-name.js';
import { byName } from '../../core/history/reconcile.js';
import { resolveTarget } from '../../core/history/select.js';
import { readLintMigration } from '../../core/lint/input/lint-migration.js';
import { emptySchema } from '../../core/model/schema-kinds.js';
import { formatCount } from '../../core/text/figures.js';
import { visible } from '../../core/text/visible.js';
import { readInputs, UNNAMED_KEYSPACE } from '../../migrations/lint-source.js';
import { MigrationDirectory } from '../../migrations/source/migration-directory.js';
import { stateOf } from '../generate/state-of.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { Settings } from '../settings/settings.js';
import { draftSquash, type SquashDraft } from '../squash/draft-squash.js';
import { replaceFiles } from '../squash/move-files.js';
import { replacedBy, squashText } from '../squash/squash-text.js';
import type { Terminal } from '../terminal/terminal.js';

/** Writes one migration in place of all up to a named one, and puts these aside; needs no database. */
export async function squashMigrations(settings: Settings, terminal: Terminal): Promise<ExitCode> {
  const { migrationsDir: directory = 'migrations' } = settings.application;
  const { dryRun } = settings.task;
  const { last, entries, draft } = await draftOf(directory, settings);
  const fileName = `${freeName(last, entries)}.cql`;
  const text = squashText(last, replacedBy(entries), draft);
  const replaced = entries.map(({ origin }) => origin);
  if (!dryRun) await replaceFiles({ directory, fileName, text, replaced });
  const path = join(directory, fileName);
  const { statements, writes } = draft;
  terminal.show({
    text: presented({ path, draft, count: entries.length, dryRun, text }),
    json: { path, replaced, statements: statements.length, writes: writes.length, dryRun },
  });
  return EXIT.done;
}

interface Drafted {
  readonly last: string;
  readonly entries: readonly MigrationEntry[];
  readonly draft: SquashDraft;
}

/** @throws SquashRefusedError | IncompleteHistoryError | ContradictionError | UnknownMigrationError */
async function draftOf(directory: string, { task, connection }: Settings): Promise<Drafted> {
  const { keyspace = UNNAMED_KEYSPACE } = connection;
  const source = new MigrationDirectory(directory, async (migration) => new migration());
  const all = await source.list();
  const last = resolveTarget(all, task.to ?? '');
  const entries = all.filter(({ name }) => byName(name, last) <= 0);
  if (entries.length < 2)
    throw new UsageError([`--to ${visible(last)} is the first migration: there is nothing to squash`]);
  const inputs = (await readInputs(source, keyspace)).slice(0, entries.length);
  const schema = stateOf(inputs, keyspace).get(keyspace) ?? emptySchema(keyspace);
  const dropData = task.dropData.map((name) => resolveTarget(entries, name));
  return { last, entries, draft: draftSquash({ migrations: inputs.map(readLintMigration), schema, dropData }) };
}

/** Has the date and number of the last migration, so that it runs before those that follow. */
function freeName(last: string, entries: readonly MigrationEntry[], count = 1): string {
  const { title = '' } = parseMigrationName(last) ?? {};
  const name = `${last.slice(0, last.length - title.length)}squashed${count === 1 ? '' : `_${count}`}`;
  return entries.some((entry) => entry.name === name) ? freeName(last, entries, count + 1) : name;
}

interface Squashed {
  readonly path: string;
  readonly draft: SquashDraft;
  readonly count: number;
  readonly dryRun: boolean;
  readonly text: string;
}

function presented({ path, draft, count, dryRun, text }: Squashed): string {
  const { statements, writes, leftOut } = draft;
  const contents = `${formatCount(statements.length, 'statement')}, ${formatCount(writes.length, 'write')}`;
  return [
    `${visible(path)} ${dryRun ? 'would be written' : 'written'}, in place of ${formatCount(count, 'migration')}: ${contents}`,
    ...(leftOut === 0 ? [] : [`  ${formatCount(leftOut, 'write')} left out: the rows are gone in the end`]),
    ...(dryRun ? ['', text.trimEnd()] : ['Next: coodie migrate verify, then coodie migrate apply for each database']),
  ].join('\n');
}
