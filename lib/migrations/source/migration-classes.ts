import { createHash } from 'node:crypto';
import { MigrationFilesError } from '../../core/history/errors.js';
import type { MigrationEntry } from '../../core/history/history.js';
import { parseMigrationName } from '../../core/history/migration-name.js';
import { byName } from '../../core/history/reconcile.js';
import { loadClass } from './load-code.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { Instantiate, MigrationClass, MigrationSource } from './migration-source.js';

/** A migration class with its identity: what the file's name is to a file. */
export type NamedMigrationClass = MigrationClass & { readonly migrationName?: string };

/** Migrations that are classes of the application, as in a bundle that has no files. */
export class MigrationClasses implements MigrationSource {
  readonly name = 'migrations.classes';

  constructor(
    private readonly classes: readonly NamedMigrationClass[],
    private readonly instantiate: Instantiate,
  ) {}

  async list(): Promise<readonly MigrationEntry[]> {
    const problems = [...this.classes.flatMap(unnamed), ...this.duplicates()];
    if (problems.length > 0) throw new MigrationFilesError(this.name, problems);
    return this.classes.map(entryOf).toSorted((a, b) => byName(a.name, b.name));
  }

  async load(entry: MigrationEntry): Promise<LoadedMigration> {
    return loadClass(entry, this.classOf(entry), this.instantiate);
  }

  async text(entry: MigrationEntry): Promise<string> {
    return String(this.classOf(entry));
  }

  private classOf({ name }: MigrationEntry): NamedMigrationClass {
    const found = this.classes.find(({ migrationName }) => migrationName === name);
    if (!found) throw new MigrationFilesError(this.name, [`${name} is no longer there`]);
    return found;
  }

  private duplicates(): readonly string[] {
    const names = this.classes.map(({ migrationName }) => migrationName);
    return [...new Set(names.filter((name, index) => name !== undefined && names.indexOf(name) !== index))].map(
      (name) => `two classes are called ${name}`,
    );
  }
}

function unnamed({ name, migrationName }: NamedMigrationClass): readonly string[] {
  if (migrationName !== undefined && parseMigrationName(migrationName)) return [];
  return [`${name} needs a name: static readonly migrationName = '20260115_001_add_rating_column'`];
}

function entryOf(migrationClass: NamedMigrationClass): MigrationEntry {
  const checksum = createHash('sha256').update(String(migrationClass)).digest('hex');
  return { name: migrationClass.migrationName ?? '', kind: 'class', origin: migrationClass.name, checksum };
}
