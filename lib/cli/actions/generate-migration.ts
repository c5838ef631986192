import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Draft } from '../../core/draft/draft-migration.js';
import { explainImpossible, type ImpossibleText } from '../../core/diff/impossible-steps.js';
import { dayOf } from '../../core/history/new-migration.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { draftFile, type DraftFile } from '../generate/draft-file.js';
import { draftProject } from '../generate/draft-project.js';
import { NoStatementError, UnbuiltMigrationsError } from '../generate/errors.js';
import { assertWritable, type Project } from '../generate/project.js';
import { generatedJson, presentGenerated, type Generated } from '../presenters/generate.presenter.js';
import type { Settings, TaskSettings } from '../settings/settings.js';
import { writing } from '../settings/writing.js';
import type { Terminal } from '../terminal/terminal.js';

export interface Generation {
  readonly project: Project;
  readonly settings: Settings;
  readonly terminal: Terminal;
  /** The description, which may be empty. */
  readonly words: string;
}

/** Writes the migration from the history to the entities; with `--check` asks only whether one is missing. */
export async function generateMigration(generation: Generation): Promise<ExitCode> {
  const { project, settings, terminal } = generation;
  const { check } = settings.task;
  if (project.unbuilt.length > 0) throw new UnbuiltMigrationsError(project.unbuilt);
  const drafts = draftProject(project, settings.task);
  const impossible = impossibleIn(drafts, settings.task);
  const isMissing = drafts.some(({ upgrade }) => upgrade.length > 0);
  const file = isMissing && !check ? await written(drafts, generation) : undefined;
  const generated: Generated = { project, drafts, copies: [], impossible, file, mode: modeOf(settings.task) };
  terminal.show({ text: presentGenerated(generated, terminal.paint), json: generatedJson(generated) });
  return check && (isMissing || impossible.length > 0) ? EXIT.outOfDate : EXIT.done;
}

/** @throws NoStatementError where they are neither only asked for nor left out */
function impossibleIn(drafts: readonly Draft[], { check, skipImpossible }: TaskSettings): readonly ImpossibleText[] {
  const impossible = drafts.flatMap((draft) => draft.impossible.map(explainImpossible));
  if (impossible.length > 0 && !check && !skipImpossible) throw new NoStatementError(impossible);
  return impossible;
}

const SYNC_MAY_BE_FIRST =
  "schema.onBootstrap is 'sync': where a start has been first, the statements of this migration fail. " +
  "Write it with --if-not-exists, or let the application verify: schema: { onBootstrap: 'verify' }.";

function modeOf({ check, dryRun }: TaskSettings): Generated['mode'] {
  if (check) return 'check';
  return dryRun ? 'dry-run' : 'write';
}

async function written(drafts: readonly Draft[], generation: Generation): Promise<DraftFile> {
  const { project, settings, terminal, words } = generation;
  if (project.syncsAtStart && !settings.task.ifNotExists) terminal.warn(SYNC_MAY_BE_FIRST);
  const file = await draftFile(drafts, project, settings, { words, date: dayOf(new Date()) });
  await writeUnlessDry(file, generation);
  return file;
}

/** Writes the file of a migration, unless only its text is asked for. */
export async function writeUnlessDry(file: DraftFile, { project, settings }: Generation): Promise<void> {
  if (settings.task.dryRun) return;
  assertWritable(project);
  await writeWhole(file);
}

/** Writes all of a new file or nothing, and never over another one. */
async function writeWhole({ path, name, text }: DraftFile): Promise<void> {
  const temporary = join(dirname(path), `.${name}.${process.pid}`);
  await writing(path, async () => {
    await mkdir(dirname(path), { recursive: true });
    try {
      await writeFile(temporary, text, { flag: 'wx' });
      await link(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  });
}
