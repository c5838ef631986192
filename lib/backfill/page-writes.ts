import type { CommonEnd } from './common-end.js';
import type { Slice } from './slice.js';
import type { SourceRow } from './source-rows.js';
import type { WriteWindow } from './write-window.js';

/** Takes rows, and returns when each is written, or known not to be. */
export interface RowSink {
  handle(slice: Slice, row: SourceRow): Promise<void>;
}

export interface PageWritesParts {
  readonly sink: RowSink;
  readonly window: Pick<WriteWindow, 'enter' | 'room' | 'leave'>;
  readonly end: CommonEnd;
}

/** The rows of one page of a range, as they are written: as many at once as there is room for. */
export class PageWrites {
  private readonly isWritten: Uint8Array;
  private inHand = 0;
  private whenIdle: (() => void) | undefined;

  constructor(
    private readonly parts: PageWritesParts,
    private readonly slice: Slice,
    private readonly rows: readonly SourceRow[],
  ) {
    this.isWritten = new Uint8Array(rows.length);
  }

  /** The row before the first one that is not written, whatever is written behind it. */
  get lastInOrder(): SourceRow | undefined {
    const left = this.isWritten.indexOf(0);
    return this.rows[(left < 0 ? this.rows.length : left) - 1];
  }

  /** Begins to write each row in turn until there is an end under way; nothing is under way when it returns. */
  async writeAll(): Promise<void> {
    const { end, window } = this.parts;
    for (let position = 0; position < this.rows.length; position += 1) {
      while (!end.signal.aborted && !window.enter()) await window.room();
      if (end.signal.aborted) break;
      this.inHand += 1;
      void this.write(position);
    }
    if (this.inHand > 0) await new Promise<void>((resolve) => (this.whenIdle = resolve));
  }

  private async write(position: number): Promise<void> {
    const { sink, end, window } = this.parts;
    try {
      await sink.handle(this.slice, this.rows[position] as SourceRow);
      this.isWritten[position] = 1;
    } catch (error) {
      end.stop(error);
    } finally {
      window.leave();
      this.inHand -= 1;
      if (this.inHand === 0) this.whenIdle?.();
    }
  }
}
