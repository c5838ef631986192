import { confirm } from './confirm.js';
import { LiveLine } from './live-line.js';
import { paintFor, type Paint } from './paint.js';

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

/** What is to be said: in words, unless they were said already, and as a value for `--json`. */
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

/** Everything that is printed goes through here. With `--json`, standard output carries one JSON value and nothing else. */
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
    this.words = options.json ? errors : output;
    this.paint = this.paintOn(this.words);
    this.errorPaint = this.paintOn(errors);
    this.live = new LiveLine(this.words);
  }

  /** Whether somebody is there to be asked. */
  get isInteractive(): boolean {
    const { input, output } = this.streams;
    return !this.options.json && Boolean(input.isTTY) && Boolean(output.isTTY);
  }

  /** How long a line may be; in a pipe nothing needs to be cut. */
  get width(): number {
    return this.words.isTTY ? this.words.columns || 80 : Number.POSITIVE_INFINITY;
  }

  /** The answer of a command. */
  show({ text, json }: Message): void {
    if (this.options.json) this.streams.output.write(`${JSON.stringify(json, undefined, 2)}\n`);
    else if (text !== undefined) this.print(text);
  }

  /** Words about what happens. */
  print(text: string): void {
    this.live.end();
    this.words.write(`${text}\n`);
  }

  /** Words about what is wrong; with `--json` the value is the answer. */
  fail({ text, json }: Message): void {
    if (text !== undefined) this.warn(text);
    if (this.options.json) this.streams.output.write(`${JSON.stringify(json, undefined, 2)}\n`);
  }

  warn(text: string): void {
    this.live.end();
    this.streams.errors.write(`${text}\n`);
  }

  /** Asks whoever is there; the default answer is no. */
  confirm(question: string): Promise<boolean> {
    this.live.end();
    return confirm(question);
  }

  /** Keeps a last line up to date while something is under way; without a terminal it is not shown. */
  watch(render: (frame: string, milliseconds: number) => string): void {
    this.live.begin(render);
  }

  endWatch(): void {
    this.live.end();
  }

  private paintOn(stream: NodeJS.WriteStream): Paint {
    const { environment } = this.streams;
    return paintFor({ isTerminal: Boolean(stream.isTTY), color: this.options.color, environment });
  }
}
