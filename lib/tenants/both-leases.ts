import type { Lease } from '../lock/lease.js';

/** A lease for work under two locks: it holds while both do. */
export function bothLeases(first: Lease, second: Lease): Lease {
  return {
    owner: first.owner,
    signal: AbortSignal.any([first.signal, second.signal]),
    get isCertain() {
      return first.isCertain && second.isCertain;
    },
    confirm: async () => {
      await first.confirm();
      await second.confirm();
    },
    assertHeld: async () => {
      await first.assertHeld();
      await second.assertHeld();
    },
    timestamp: () => first.timestamp(),
  };
}
