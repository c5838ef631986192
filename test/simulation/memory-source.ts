import { createHash } from 'node:crypto';
import type { MigrationEntry } from '../../lib/core/history/history.js';
import { parseMigrationScript } from '../../lib/core/history/migration-script.js';
import type { LoadedMigration } from '../../lib/migrations/source/loaded-migration.js';
import type { MigrationSource } from '../../lib/migrations/source/migration-source.js';
import type { Migration, MigrationContext } from '../../lib/migrations/source/migration.js';

type Step = (context: MigrationContext) => Promise<void>;

/** A file of the simulated directory. */
export type MigrationFile =
  | { readonly name: string; readonly form: 'script'; readonly text: string }
  | { readonly name: string; readonly form: 'code'; readonly upgrade: Step; readonly downgrade: Step };

/** Migrations in memory, where an operator may edit them between runs. */
export class MemorySource implements MigrationSource {
  readonly name = 'migrations';

  constructor(readonly files: Map<string, MigrationFile>) {}

  list(): Promise<readonly MigrationEntry[]> {
    return Promise.resolve([...this.files.values()].map(entryOf));
  }

  text(entry: MigrationEntry): Promise<string> {
    return Promise.resolve(textOf(this.fileOf(entry)));
  }

  load(entry: MigrationEntry): Promise<LoadedMigration> {
    return Promise.resolve(loadedOf(this.fileOf(entry)));
  }

  private fileOf({ name }: MigrationEntry): MigrationFile {
    const file = this.files.get(name);
    if (!file) throw new Error(`${name} is gone`);
    return file;
  }
}

function textOf(file: MigrationFile): string {
  return file.form === 'script' ? file.text : `${String(file.upgrade)}\n${String(file.downgrade)}`;
}

function entryOf(file: MigrationFile): MigrationEntry {
  const isScript = file.form === 'script';
  return {
    name: file.name,
    kind: isScript ? 'cql' : 'js',
    origin: `${file.name}.${isScript ? 'cql' : 'mjs'}`,
    checksum: createHash('sha256').update(textOf(file)).digest('hex'),
  };
}

function loadedOf(file: MigrationFile): LoadedMigration {
  const entry = entryOf(file);
  if (file.form === 'code') {
    const migration: Migration = {
      description: '',
      allowDestructive: false,
      reversible: true,
      upgrade: file.upgrade,
      downgrade: file.downgrade,
    };
    return { form: 'code', entry, migration, description: '', allowDestructive: false, reversible: true };
  }
  const { description, allowDestructive, reversible, upgrade, downgrade } = parseMigrationScript(file.text);
  return {
    form: 'script',
    entry,
    description: description ?? '',
    allowDestructive,
    reversible,
    statements: { upgrade, downgrade },
  };
}
