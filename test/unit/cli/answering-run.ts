import type { Run } from '../../../lib/cli/application/run.js';
import { parseSettings } from '../../../lib/cli/settings/parse-settings.js';
import { fromFlags } from '../../../lib/cli/settings/raw-settings.js';
import { Terminal } from '../../../lib/cli/terminal/terminal.js';
import { fakeStreams } from './terminal/fake-streams.js';

export interface User {
  readonly isTTY?: boolean | undefined;
  /** The one answer to every question. */
  readonly answer?: boolean | undefined;
}

/** A run with those parts of an application that an action uses. */
export function answeringRun(
  application: object,
  flags: Readonly<Record<string, unknown>>,
  { isTTY = true, answer = false }: User,
) {
  const asked: string[] = [];
  const streams = fakeStreams({ isTTY });
  class AnsweringTerminal extends Terminal {
    override async confirm(question: string): Promise<boolean> {
      asked.push(question);
      return answer;
    }
  }
  const settings = parseSettings(fromFlags(flags), { password: undefined });
  const terminal = new AnsweringTerminal({ json: flags['json'] === true, color: false }, streams);
  const run: Run = { settings, terminal, application: application as unknown as Run['application'] };
  return { run, asked, streams };
}
