import { visible, visibleJson, visibleLayout } from '../../core/text/visible.js';
import { paintFor, type Paint } from '../../present/paint.js';
import { InterruptedError } from '../settings/errors.js';
import { LiveLine } from './live-line.js';
import { tolerate, writeTo } from './tolerate.js';

export interface TerminalOptions {
  readonly json: boolean;
  readonly color: boolean;
}

/** The streams and the environment that a terminal is made of. */
export interface Streams {
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WriteStream;
  readonly input: { readonly isTTY?: boolean };
  readonly environment: NodeJS.ProcessEnv;
}

/** Message to print: as text, unless the text was printed already, and as a value for `--json`. */
export interface Message {
  readonly text: string | undefined;
  readonly json: unknown;
}

const PROCESS: Streams = {
  output: process.stdout,
  errors: process.stderr,
  input: process.stdin,
  environment: process.env,
};

/**
 * Everything that is printed goes through here. With `--json`, standard output carries one JSON value and nothing else.
 * No text makes the terminal do anything but break lines and change colours.
 */
export class Terminal {
  readonly paint: Paint;
  readonly errorPaint: Paint;
  private readonly words: NodeJS.WriteStream;
  private readonly live: LiveLine;

  constructor(
    private readonly options: TerminalOptions,
    private readonly streams: Streams = PROCESS,
  ) {
    const { output, errors } = streams;
    tolerate(output, errors);
    this.words = options.json ? errors : output;
    this.paint = this.paintOn(this.words);
    this.errorPaint = this.paintOn(errors);
    this.live = new LiveLine(this.words);
  }

  /** Whether a user can be asked. */
  get isInteractive(): boolean {
    const { input, output } = this.streams;
    return !this.options.json && Boolean(input.isTTY) && Boolean(output.isTTY);
  }

  /** Whether a line that moves can be seen. */
  get isWatched(): boolean {
    return Boolean(this.words.isTTY);
  }

  /** How long a line may be; in a pipe nothing needs to be cut. */
  get width(): number {
    return this.words.isTTY ? this.words.columns || 80 : Number.POSITIVE_INFINITY;
  }

  /** The answer of a command. */
  show({ text, json }: Message): void {
    if (this.options.json) this.answer(json);
    else if (text !== undefined) this.print(text);
  }

  /** Words about what happens. */
  print(text: string): void {
    this.live.end();
    writeTo(this.words, `${visibleLayout(text, this.paint.isColorSupported)}\n`);
  }

  /** Words about what is wrong; with `--json` the value is the answer. */
  fail({ text, json }: Message): void {
    if (text !== undefined) this.warn(text);
    if (this.options.json) this.answer(json);
  }

  warn(text: string): void {
    this.live.end();
    writeTo(this.streams.errors, `${visibleLayout(text, this.errorPaint.isColorSupported)}\n`);
  }

  /** Asks the user; the default answer is no. */
  confirm(question: string): Promise<boolean> {
    this.live.end();
    return confirm(visible(question));
  }

  /** Keeps a last line up to date while something is under way; without a terminal it is not shown. */
  watch(render: (frame: string, milliseconds: number) => string): void {
    this.live.begin((...moment) => visibleLayout(render(...moment), this.paint.isColorSupported));
  }

  endWatch(): void {
    this.live.end();
  }

  private answer(json: unknown): void {
    writeTo(this.streams.output, `${visibleJson(json)}\n`);
  }

  private paintOn(stream: NodeJS.WriteStream): Paint {
    const { environment } = this.streams;
    return paintFor({ isTerminal: Boolean(stream.isTTY), color: this.options.color, environment });
  }
}

/** Asks on the terminal; the default answer is no. The prompts are loaded only when needed. */
export async function confirm(question: string): Promise<boolean> {
  const prompts = await import('@clack/prompts');
  const answer = await prompts.confirm({ message: question, initialValue: false, withGuide: false });
  if (prompts.isCancel(answer)) throw new InterruptedError('SIGINT');
  return answer;
}
