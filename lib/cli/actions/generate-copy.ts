import { dayOf } from '../../core/history/new-migration.js';
import { copyFile, readCopies } from '../generate/copy-file.js';
import { UnbuiltMigrationsError } from '../generate/errors.js';
import { generatedJson, presentGenerated, type Generated } from '../presenters/generate.presenter.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { type Generation, writeUnlessDry } from './generate-migration.js';

/** Writes the migration that copies columns or tables. */
export async function generateCopy(generation: Generation): Promise<ExitCode> {
  const { project, settings, terminal, words } = generation;
  if (project.unbuilt.length > 0) throw new UnbuiltMigrationsError(project.unbuilt);
  const copies = readCopies(project, settings.task);
  const file = await copyFile(copies, project, { words, date: dayOf(new Date()) });
  await writeUnlessDry(file, generation);
  const mode = settings.task.dryRun ? 'dry-run' : 'write';
  const generated: Generated = { project, drafts: [], copies, impossible: [], file, mode };
  terminal.show({ text: presentGenerated(generated, terminal.paint), json: generatedJson(generated) });
  return EXIT.done;
}
