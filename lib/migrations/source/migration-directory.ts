import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { MigrationDirectoryMissingError } from '../../core/history/directory-error.js';
import { MigrationFilesError } from '../../core/history/errors.js';
import { canonicalText, type MigrationEntry, type MigrationKind } from '../../core/history/history.js';
import {
  classifyFileName,
  compareMigrationNames,
  type FileNameClass,
  type MigrationExtension,
  type MigrationFileName,
} from '../../core/history/migration-name.js';
import { readReplaces } from '../../core/history/replaces.js';
import { runningBundle } from '../../load/built-from.js';
import { UnreadableFileError } from '../../load/errors.js';
import { readSourceFile, type SourceFile } from '../../load/source-file.js';
import { nextTurn } from '../../session/in-time.js';
import { loadCode } from './load-code.js';
import { loadScript } from './load-script.js';
import type { LoadedMigration } from './loaded-migration.js';
import type { Instantiate, MigrationSource } from './migration-source.js';
import { unbuiltMigrations } from './unbuilt-migrations.js';

export interface DirectoryContext {
  /** The options that name the directory, where it takes more than one. */
  readonly options?: string | undefined;
  readonly warn?: ((message: string) => void) | undefined;
}

/** The migrations of a directory, one file each. */
export class MigrationDirectory implements MigrationSource {
  /** Each listed migration with the file as it was read then. */
  private readonly files = new WeakMap<MigrationEntry, SourceFile>();
  /** One after the other: a file that two migrations import at once would be two modules, with two of each class. */
  private loading: Promise<unknown> = Promise.resolve();

  private isNew = true;

  constructor(
    readonly name: string,
    private readonly instantiate: Instantiate,
    private readonly context: DirectoryContext = {},
  ) {}

  /** @throws MigrationDirectoryMissingError | MigrationFilesError with everything that is wrong */
  async list(): Promise<readonly MigrationEntry[]> {
    const files = (await this.fileNames()).map(classifyFileName);
    const migrations = files.filter((file) => file.kind === 'migration').toSorted(compareMigrationNames);
    const named = [...files.flatMap(misnamed), ...duplicates(migrations)];
    const read = await eachInBatches(migrations, (file) => this.entryOf(file));
    const entries = read.filter((result) => typeof result !== 'string');
    const unread = read.filter((result) => typeof result === 'string');
    const problems = [...named, ...unread, ...replacedOnes(entries)];
    if (problems.length > 0) throw new MigrationFilesError(this.name, problems);
    if (this.isNew) await this.warnOfUnbuilt(migrations);
    this.isNew = false;
    return entries;
  }

  /** Loads the bytes that were hashed when the entry was listed, not what the file contains now. */
  load(entry: MigrationEntry): Promise<LoadedMigration> {
    const loaded = this.loading.then(() => this.loadListed(entry));
    this.loading = loaded.catch(() => {});
    return loaded;
  }

  async text(entry: MigrationEntry): Promise<string> {
    return this.listed(entry).text;
  }

  private async loadListed(entry: MigrationEntry): Promise<LoadedMigration> {
    const file = this.listed(entry);
    return entry.kind === 'cql' ? loadScript(entry, file.text) : loadCode(entry, file, this.instantiate);
  }

  private listed(entry: MigrationEntry): SourceFile {
    const file = this.files.get(entry);
    if (!file) throw new MigrationFilesError(this.name, [`${entry.origin} was not listed here`]);
    return file;
  }

  private async fileNames(): Promise<readonly string[]> {
    try {
      return await readdir(this.name);
    } catch (error) {
      const { options } = this.context;
      throw new MigrationDirectoryMissingError(resolve(this.name), error, { options, bundle: runningBundle() });
    }
  }

  private async warnOfUnbuilt(migrations: readonly MigrationFileName[]): Promise<void> {
    const { warn } = this.context;
    const names = migrations.map(({ name }) => name);
    if (warn) (await unbuiltMigrations(resolve(this.name), names)).forEach(warn);
  }

  /** The problem where it cannot be read. */
  private async entryOf({ name, fileName, extension }: MigrationFileName): Promise<MigrationEntry | string> {
    try {
      const file = await readSourceFile(resolve(join(this.name, fileName)));
      const checksum = createHash('sha256').update(canonicalText(file.text)).digest('hex');
      const kind = KIND_OF[extension];
      const replaces = kind === 'cql' ? readReplaces(file.text) : [];
      const entry = { name, kind, origin: fileName, checksum, ...(replaces.length > 0 && { replaces }) };
      this.files.set(entry, file);
      return entry;
    } catch (error) {
      if (!(error instanceof UnreadableFileError)) throw error;
      return `${fileName} ${error.reason}`;
    }
  }
}

/** Files that are read before others, such as the renewal of a lock, have their turn. */
const AT_ONCE = 100;

async function eachInBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    if (start > 0) await nextTurn();
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(work))));
  }
  return results;
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

/** A squash and a migration that it replaces would do the same twice. */
function replacedOnes(entries: readonly MigrationEntry[]): readonly string[] {
  return entries.flatMap(({ origin, replaces = [] }) => {
    const twice = entries.filter(({ name }) => replaces.some((replaced) => replaced.name === name));
    return twice.map((other) => `${other.origin} is replaced by ${origin}: move it to squashed/, or delete ${origin}`);
  });
}
