import type { ReadPlace, SourcePage } from './source-rows.js';

/** Reads one page: the first where no place is given. */
export type ReadPage = (at?: ReadPlace) => Promise<SourcePage>;

/** Reads the pages of a range in turn, each while the one before it is worked on: two of them are in memory at most. */
export class PageReader {
  private reading: Promise<SourcePage>;

  constructor(private readonly read: ReadPage) {
    this.reading = this.begin();
  }

  /** The next page; not to be called after the last one, or after a failure. */
  async next(): Promise<SourcePage> {
    const page = await this.reading;
    if (page.next) this.reading = this.begin(page.next);
    return page;
  }

  /** Waits until no read is under way. */
  async close(): Promise<void> {
    await this.reading.catch(() => {});
  }

  private begin(at?: ReadPlace): Promise<SourcePage> {
    const reading = this.read(at);
    // It may fail long before anybody asks for it.
    reading.catch(() => {});
    return reading;
  }
}
