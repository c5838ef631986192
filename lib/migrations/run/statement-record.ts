/** A million rows may be written by statements that are each different: keep what one can read. */
const LONGEST = 1_000;

/** What a migration sent: each text once, in the order in which it came first. */
export class StatementRecord {
  private readonly texts = new Set<string>();
  private total = 0;

  add(cql: string): void {
    this.total += 1;
    if (this.texts.size < LONGEST) this.texts.add(cql);
  }

  /** How many were sent in all. */
  get count(): number {
    return this.total;
  }

  get statements(): readonly string[] {
    return [...this.texts];
  }
}
