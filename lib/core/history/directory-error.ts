import { CoodieError } from '../error.js';

/** The directory of the migrations does not exist. */
export class MigrationDirectoryMissingError extends CoodieError {
  readonly code = 'COODIE_MIGRATIONS_DIRECTORY_MISSING';

  constructor(
    readonly directory: string,
    cause: unknown,
    { options, bundle }: MissingDirectoryContext = {},
  ) {
    const origin = options === undefined ? '' : ` (${options})`;
    super(`There is no migrations directory ${directory}${origin}.`, {
      cause,
      hint: bundle === undefined ? NAME_ANOTHER : `${bundle} ${LEFT_OUT}`,
    });
  }
}

interface MissingDirectoryContext {
  /** The options that name the directory, where it takes more than one. */
  readonly options?: string | undefined;
  /** The bundle that runs. */
  readonly bundle?: string | undefined;
}

const NAME_ANOTHER =
  'Create it, or name another: --migrations-dir, or migrations.dir and migrations.baseDir in forRoot.';
const LEFT_OUT =
  'is a bundle, and a bundler leaves out what nothing imports. List the migrations as migrations.classes, or build them beside the bundle: docs/building.md shows both.';
