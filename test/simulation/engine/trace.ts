const KEPT = 400;

/** Log of a simulation: the last lines, and a number that stands for all of them. */
export class Trace {
  private readonly kept: string[] = [];
  private hash = 0x811c9dc5;
  /** Lines so far. */
  count = 0;

  constructor(
    private readonly now: () => number,
    private readonly isWhole = false,
  ) {}

  add(line: string): void {
    const text = `${(this.now() / 1_000).toFixed(3).padStart(9)}  ${line}`;
    for (let index = 0; index < text.length; index += 1)
      this.hash = Math.imul(this.hash ^ text.charCodeAt(index), 0x01000193);
    this.count += 1;
    this.kept.push(text);
    if (!this.isWhole && this.kept.length > 2 * KEPT) this.kept.splice(0, KEPT);
  }

  /** Equal for equal traces. */
  get fingerprint(): string {
    return `${this.count}-${(this.hash >>> 0).toString(16)}`;
  }

  tail(lines: number): readonly string[] {
    return this.kept.slice(-lines);
  }

  get lines(): readonly string[] {
    return this.kept;
  }
}
