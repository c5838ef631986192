import type { MigrationEntry } from '../core/history/history.js';
import type { LoadedMigration } from '../migrations/source/loaded-migration.js';
import type { MigrationSource } from '../migrations/source/migration-source.js';

/** Migrations as they were when the run began: every tenant gets the same ones. Scripts are read once. */
export class FixedSource implements MigrationSource {
  readonly name: string;
  private listed: Promise<readonly MigrationEntry[]> | undefined;
  private readonly texts = new Map<string, Promise<string>>();
  private readonly scripts = new Map<string, LoadedMigration>();

  constructor(private readonly source: MigrationSource) {
    this.name = source.name;
  }

  list(): Promise<readonly MigrationEntry[]> {
    this.listed ??= this.source.list();
    return this.listed;
  }

  text(entry: MigrationEntry): Promise<string> {
    const known = this.texts.get(entry.name) ?? this.source.text(entry);
    this.texts.set(entry.name, known);
    return known;
  }

  /** Code is instantiated each time: an object may keep something of the tenant that it ran for. */
  async load(entry: MigrationEntry): Promise<LoadedMigration> {
    const known = this.scripts.get(entry.name);
    if (known) return known;
    const loaded = await this.source.load(entry);
    if (loaded.form === 'script') this.scripts.set(entry.name, loaded);
    return loaded;
  }
}
