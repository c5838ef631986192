/** Messages that are remembered; beyond that the oldest is forgotten. */
const REMEMBERED = 100;
/** Milliseconds: an outage of another day is told again. */
const FORGOTTEN_AFTER = 3_600_000;

/** Lets each message pass once an hour: clients of Redis report every attempt to connect. */
export class ToldOnce {
  private readonly told = new Map<string, number>();

  constructor(private readonly now: () => number) {}

  /** Whether the message is to be logged. */
  isNew(message: string): boolean {
    const at = this.told.get(message);
    if (at !== undefined && this.now() - at < FORGOTTEN_AFTER) return false;
    this.told.delete(message);
    this.told.set(message, this.now());
    const [oldest] = this.told.keys();
    if (this.told.size > REMEMBERED && oldest !== undefined) this.told.delete(oldest);
    return true;
  }
}
