import { readdir } from 'node:fs/promises';
import { classifyFileName, compareMigrationNames } from '../../core/history/migration-name.js';
import { sourceDirectoriesOf } from '../../load/built-from.js';
import { shownPath } from '../../load/errors.js';

/**
 * A sentence for each source directory that has migrations which the directory built from it lacks: a bundler leaves out
 * what nothing imports, and `nest build` copies no script that `nest-cli.json` does not name.
 */
export async function unbuiltMigrations(directory: string, built: readonly string[]): Promise<readonly string[]> {
  const sentences = sourceDirectoriesOf(directory).map(async (source) => {
    const unbuilt = (await migrationFilesOf(source)).filter(({ name }) => !built.includes(name));
    if (unbuilt.length === 0) return [];
    const files = unbuilt.map(({ fileName }) => fileName);
    const some = files.length > 3 ? `${files.slice(0, 3).join(', ')} and ${files.length - 3} more` : files.join(', ');
    return [
      `${shownPath(source)} has migrations that ${shownPath(directory)} lacks: ${some}. They are not run. Build again; ` +
        'a bundler (webpack) and scripts need settings, see docs/building.md.',
    ];
  });
  return (await Promise.all(sentences)).flat();
}

async function migrationFilesOf(directory: string) {
  const files = await readdir(directory).catch(() => []);
  return files
    .map(classifyFileName)
    .filter((file) => file.kind === 'migration')
    .toSorted(compareMigrationNames);
}
