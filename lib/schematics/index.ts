import { migrationTemplate } from '../cli/presenters/migration-template.js';
import { classifyFileName } from '../core/history/migration-name.js';
import { dayOf, nextName, readDescription } from '../core/history/new-migration.js';
import type { Rule, Tree } from './tree.js';

export { entity, type EntityOptions } from './entity.js';
export { nestAdd } from './nest-add.js';

export interface MigrationOptions {
  /** Words about the change: `add-rating`. */
  readonly name?: string;
  /** Folder of the migrations. */
  readonly path?: string;
  readonly sourceRoot?: string;
}

/**
 * Writes a migration that is to be filled in: `nest g -c nestjs-coodie migration add-rating`. Like `coodie migrate create`, it takes
 * the next number of the day and overwrites nothing.
 */
export function migration(options: MigrationOptions): Rule {
  const read = readDescription(options.name ?? '');
  if (read.kind === 'refused')
    throw new Error(`"${options.name ?? ''}" ${read.reason}; for example: ${read.suggestion}`);
  return (tree) => {
    const folder = folderOf(tree, options);
    const existing = tree.getDir(folder).subfiles.map(classifyFileName);
    const names = existing.flatMap((file) => (file.kind === 'migration' ? [file] : []));
    const name = nextName(read.title, names, dayOf(new Date()));
    tree.create(`${folder}/${name}.ts`, migrationTemplate(read.title, 'ts'));
    return tree;
  };
}

/** The folder that is named; else that of the project, at the top or below its sources. */
function folderOf(tree: Tree, { path, sourceRoot = 'src' }: MigrationOptions): string {
  if (path) return path;
  const hasFiles = tree.getDir('migrations').subfiles.length > 0;
  return hasFiles ? 'migrations' : `${sourceRoot}/migrations`;
}
