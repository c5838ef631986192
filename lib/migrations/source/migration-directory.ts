import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { canonicalText } from '../../core/history/canonical-text.js';
import { MigrationDirectoryMissingError, MigrationFilesError } from '../../core/history/errors.js';
import type { MigrationEntry, MigrationKind } from '../../core/history/history.js';
import {
  classifyFileName,
  compareMigrationNames,
  type FileNameClass,
  type MigrationExtension,
  type MigrationFileName,
} from '../../core/history/migration-name.js';
import { loadCode } from './load-code.js';
import { loadScript } from './load-script.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { Instantiate, MigrationSource } from './migration-source.js';

/** The migrations of a directory, one file each. */
export class MigrationDirectory implements MigrationSource {
  constructor(
    readonly name: string,
    private readonly instantiate: Instantiate,
  ) {}

  /** @throws MigrationDirectoryMissingError | MigrationFilesError with everything that is wrong */
  async list(): Promise<readonly MigrationEntry[]> {
    const files = (await this.fileNames()).map(classifyFileName);
    const migrations = files.filter((file) => file.kind === 'migration').toSorted(compareMigrationNames);
    const problems = [...files.flatMap(misnamed), ...duplicates(migrations)];
    if (problems.length > 0) throw new MigrationFilesError(this.name, problems);
    return Promise.all(migrations.map((file) => this.entryOf(file)));
  }

  load(entry: MigrationEntry): Promise<LoadedMigration> {
    const path = this.pathOf(entry.origin);
    return entry.kind === 'cql' ? loadScript(entry, path) : loadCode(entry, path, this.instantiate);
  }

  text({ origin }: MigrationEntry): Promise<string> {
    return readFile(this.pathOf(origin), 'utf8');
  }

  private async fileNames(): Promise<readonly string[]> {
    try {
      return await readdir(this.name);
    } catch (error) {
      throw new MigrationDirectoryMissingError(resolve(this.name), error);
    }
  }

  private async entryOf({ name, fileName, extension }: MigrationFileName): Promise<MigrationEntry> {
    const text = canonicalText(await readFile(this.pathOf(fileName), 'utf8'));
    const checksum = createHash('sha256').update(text).digest('hex');
    return { name, kind: KIND_OF[extension], origin: fileName, checksum };
  }

  private pathOf(fileName: string): string {
    return resolve(join(this.name, fileName));
  }
}

const KIND_OF: Readonly<Record<MigrationExtension, MigrationKind>> = {
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  js: 'js',
  mjs: 'js',
  cjs: 'js',
  cql: 'cql',
};

function misnamed(file: FileNameClass): readonly string[] {
  return file.kind === 'misnamed' ? [`${file.fileName} ${file.reason}`] : [];
}

function duplicates(files: readonly MigrationFileName[]): readonly string[] {
  return files.flatMap(({ name, fileName }, index) => {
    const before = files[index - 1];
    return before?.name === name ? [`${before.fileName} and ${fileName} are the same migration: keep one`] : [];
  });
}
