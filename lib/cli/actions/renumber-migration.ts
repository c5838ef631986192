import { link, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMigrationName } from '../../core/history/migration-name.js';
import { dayOf, nextName } from '../../core/history/new-migration.js';
import { resolveTarget } from '../../core/history/select.js';
import { visible } from '../../core/text/visible.js';
import { MigrationDirectory } from '../../migrations/source/migration-directory.js';
import { inApplication, type ApplicationWork } from '../application/in-application.js';
import { RenumberRefusedError, UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';

export type Renumbering = Omit<ApplicationWork, 'writes' | 'lazy'> & { readonly words: string };

interface Place {
  readonly directory: string;
  /** The database that was asked whether the migration is applied; absent where none is given. */
  readonly asked: string | undefined;
}

/** Gives a migration that is applied nowhere the next number, so that it runs after every other one. */
export async function renumberMigration({ words, ...circumstances }: Renumbering): Promise<ExitCode> {
  const { settings, terminal, opener } = circumstances;
  const { app, migrationsDir = 'migrations' } = settings.application;
  const isAlone = opener.kind === 'from-settings' && app === undefined && settings.connection.keyspace === undefined;
  const place = isAlone ? { directory: migrationsDir, asked: undefined } : await askedPlace(circumstances, words);
  const { from, to, origin } = await renamingIn(place.directory, words);
  const fileName = origin.replace(from, to);
  const paths = [join(place.directory, origin), join(place.directory, fileName)] as const;
  if (from !== to) await rename(...paths);
  const [old, path] = paths.map(visible);
  const text = from === to ? `${old} is the last one already` : `${old} → ${path}`;
  if (place.asked === undefined)
    terminal.warn('No database was asked whether it is applied: --keyspace, with --hosts, names one.');
  terminal.show({ text, json: { from, to, path: paths[1], keyspace: place.asked } });
  return EXIT.done;
}

/** @throws RenumberRefusedError where the database has it applied, or began to apply it */
async function askedPlace(circumstances: Omit<ApplicationWork, 'writes' | 'lazy'>, words: string): Promise<Place> {
  return inApplication({ ...circumstances, writes: false }, async ({ application }) => {
    const { migrations, migrationsDir, keyspace } = application;
    if (migrationsDir === 'migrations.classes')
      throw new UsageError(['The application lists its migrations as classes: change migrationName in the class']);
    const statuses = await migrations.status();
    const name = resolveTarget(statuses, words);
    const status = statuses.find((candidate) => candidate.name === name);
    const isTouched = status?.appliedAt !== undefined || status?.failure !== undefined;
    if (isTouched) throw new RenumberRefusedError(name, keyspace, status?.failure === undefined ? 'applied' : 'begun');
    return { directory: migrationsDir, asked: keyspace };
  });
}

async function renamingIn(directory: string, words: string) {
  const entries = await new MigrationDirectory(directory, async (migration) => new migration()).list();
  const from = resolveTarget(entries, words);
  const own = parseMigrationName(from);
  const others = entries.filter(({ name }) => name !== from).flatMap(({ name }) => parseMigrationName(name) ?? []);
  const to = nextName(own?.title ?? '', others, dayOf(new Date()));
  return { from, to, origin: entries.find(({ name }) => name === from)?.origin ?? from };
}

/** Never over another file. */
async function rename(from: string, to: string): Promise<void> {
  await link(from, to);
  await rm(from);
}
