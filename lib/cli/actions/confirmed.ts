import { UsageError } from '../settings/errors.js';
import type { Terminal } from '../terminal/terminal.js';
import type { Run } from '../application/run.js';

export interface Question {
  /** Current state and planned action. */
  readonly state: string;
  readonly question: string;
  /** Message if the user declines. */
  readonly declined?: string;
}

export interface GuardedQuestion extends Question {
  /** Hint where there is no terminal to ask on. */
  readonly hint: string;
}

/**
 * Shows what will be done, and asks whether that is meant.
 * @throws UsageError if no user can be asked and `--yes` is not given
 */
export async function confirmed({ settings, terminal }: Run, question: GuardedQuestion): Promise<boolean> {
  const { state, hint } = question;
  if (settings.output.yes) {
    terminal.print(state);
    return true;
  }
  if (!terminal.isInteractive) throw new UsageError(state.split('\n'), { hint });
  return ask(terminal, question);
}

/** Asks the user. */
export async function ask(
  terminal: Terminal,
  { state, question, declined = 'Nothing was changed.' }: Question,
): Promise<boolean> {
  terminal.print(state);
  const answer = await terminal.confirm(question);
  if (!answer) terminal.print(declined);
  return answer;
}
