import { UsageError } from '../errors.js';
import type { Run } from './run.js';

export interface Question {
  /** What is there, and what will be done. */
  readonly state: string;
  readonly question: string;
  /** Where nobody can be asked. */
  readonly hint: string;
  /** What a no comes to. */
  readonly declined?: string;
}

/**
 * Shows what will be done, and asks whether that is meant.
 * @throws UsageError where nobody can be asked and `--yes` was not said
 */
export async function confirmed(
  { settings, terminal }: Run,
  { state, question, hint, declined = 'Nothing was changed.' }: Question,
): Promise<boolean> {
  const { yes } = settings.output;
  if (!yes && !terminal.isInteractive) throw new UsageError(state.split('\n'), { hint });
  terminal.print(state);
  if (yes) return true;
  const answer = await terminal.confirm(question);
  if (!answer) terminal.print(declined);
  return answer;
}
