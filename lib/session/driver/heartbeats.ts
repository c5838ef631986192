/** Milliseconds without a heartbeat after which a host counts as down: gossip brings one each second. */
const SILENCE = { unreachable: 3_000, reachable: 8_000 } as const;

export type Life = 'alive' | 'down' | 'unknown';

interface Beat {
  readonly value: string;
  /** Time when this value was first seen, in milliseconds on the monotonic clock. */
  readonly since: number;
  /** Whether an earlier value was seen. */
  readonly moved: boolean;
}

/** The heartbeats of hosts as gossip tells them: a live host's goes on, a dead one's stands still. */
export class Heartbeats {
  private readonly beats = new Map<string, Beat>();

  constructor(private readonly monotonic: () => number) {}

  note(host: string, value: string): void {
    const before = this.beats.get(host);
    if (before?.value === value) return;
    this.beats.set(host, { value, since: this.monotonic(), moved: before !== undefined });
  }

  /** `isUp`: whether the driver still holds a connection to be possible; then more evidence is asked for. */
  lifeOf(host: string, isUp: boolean): Life {
    const beat = this.beats.get(host);
    // Gossip has forgotten a host that was removed.
    if (!beat) return 'down';
    const limit = isUp ? SILENCE.reachable : SILENCE.unreachable;
    if (this.monotonic() - beat.since >= limit) return 'down';
    return beat.moved ? 'alive' : 'unknown';
  }
}
