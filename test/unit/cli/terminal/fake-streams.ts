import type { Streams } from '../../../../lib/cli/terminal/terminal.js';

export interface Written extends Streams {
  readonly written: { output: string; errors: string };
}

/** Streams that remember what was written; terminals or pipes. */
export function fakeStreams({ isTTY = false, environment = {} as NodeJS.ProcessEnv } = {}): Written {
  const written = { output: '', errors: '' };
  const stream = (name: 'output' | 'errors') => {
    const write = (text: string) => {
      written[name] += text;
      return true;
    };
    // Only what a terminal asks of a stream.
    return {
      isTTY,
      columns: isTTY ? 60 : undefined,
      write,
      listeners: () => [],
      on: () => {},
    } as unknown as NodeJS.WriteStream;
  };
  return { output: stream('output'), errors: stream('errors'), input: { isTTY }, environment, written };
}
