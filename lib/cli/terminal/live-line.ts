import { clearLine, cursorTo } from 'node:readline';
import { writeTo } from './tolerate.js';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const INTERVAL = 100;

export type RenderLive = (frame: string, milliseconds: number) => string;

/** A line that is written again and again while something is under way; where there is no terminal, it is never written. */
export class LiveLine {
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  begin(render: RenderLive): void {
    this.end();
    if (!this.stream.isTTY) return;
    const startedAt = performance.now();
    const draw = (): void => {
      const milliseconds = performance.now() - startedAt;
      const frame = FRAMES[Math.floor(milliseconds / INTERVAL) % FRAMES.length] ?? '';
      this.clear();
      writeTo(this.stream, render(frame, milliseconds));
    };
    draw();
    this.timer = setInterval(draw, INTERVAL).unref();
  }

  end(): void {
    if (this.timer === undefined) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.clear();
  }

  private clear(): void {
    cursorTo(this.stream, 0);
    clearLine(this.stream, 0);
  }
}
