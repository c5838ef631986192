/** Ticks of 100 ns between 1582-10-15, where the time of a UUID begins, and 1970-01-01 (RFC 9562, section 5.1). */
const EPOCH = 0x01b21dd213814000n;

/**
 * A version 1 UUID of this moment: made here, so that a write that is sent twice stays one row. Its random part is that of
 * a random UUID (version 4).
 */
export function timeUuid(now: Date, randomUuid: string): string {
  const digits = randomUuid.replaceAll('-', '');
  const ticks = BigInt(now.getTime()) * 10_000n + EPOCH + BigInt(Number.parseInt(digits.slice(0, 4), 16) % 10_000);
  const time = ticks.toString(16).padStart(15, '0');
  // A random UUID has the variant in the same place; an odd first byte says that the node is no hardware address.
  const [sequence, first, rest] = [
    digits.slice(16, 20),
    Number.parseInt(digits.slice(20, 22), 16) | 1,
    digits.slice(22),
  ];
  const node = first.toString(16).padStart(2, '0') + rest;
  return `${time.slice(7)}-${time.slice(3, 7)}-1${time.slice(0, 3)}-${sequence}-${node}`;
}
