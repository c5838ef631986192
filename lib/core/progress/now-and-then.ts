/** Thins out events that come often: of each name, one in so many milliseconds; the first one only after that time. */
export class NowAndThen {
  private readonly lastAt = new Map<string, number>();

  constructor(private readonly milliseconds: number) {}

  /** Whether it is time for an event; `now` is of a clock that only goes forward. */
  isDue(name: string, now: number): boolean {
    const last = this.lastAt.get(name);
    const isDue = last !== undefined && now - last >= this.milliseconds;
    if (isDue || last === undefined) this.lastAt.set(name, now);
    return isDue;
  }
}
