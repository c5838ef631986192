import { formatCount } from '../../core/text/figures.js';
import { visible } from '../../core/text/visible.js';
import type { Run } from '../application/run.js';
import type { ComparedFile } from '../application/source-directory.js';
import { confirmed } from './confirmed.js';

/** Whether files that differ from what is to be written may be overwritten: asked, or answered by `--yes`. */
export async function mayOverwrite(run: Run, files: readonly ComparedFile[]): Promise<boolean> {
  const changed = files.filter(({ state }) => state === 'changed').map(({ fileName }) => fileName);
  if (changed.length === 0 || run.settings.output.yes) return true;
  const count = formatCount(changed.length, 'file');
  return confirmed(run, {
    state: [`${count} would be overwritten:`, ...changed.map((name) => `  ${visible(name)}`)].join('\n'),
    question: `Overwrite ${count}?`,
    hint: 'Nothing was written. To do it anyway: --yes',
    declined: 'Nothing was written.',
  });
}
