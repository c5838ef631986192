import { InterruptedError } from '../settings/errors.js';

/** Asks on the terminal; the default answer is no. The prompts are loaded only where somebody is asked. */
export async function confirm(question: string): Promise<boolean> {
  const prompts = await import('@clack/prompts');
  const answer = await prompts.confirm({ message: question, initialValue: false, withGuide: false });
  if (prompts.isCancel(answer)) throw new InterruptedError('SIGINT');
  return answer;
}
