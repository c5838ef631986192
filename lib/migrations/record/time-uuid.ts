import { randomBytes } from 'node:crypto';

/** Ticks of 100 ns between 1582-10-15, where the time of a UUID begins, and 1970-01-01 (RFC 9562, section 5.1). */
const EPOCH = 0x01b21dd213814000n;

/** A version 1 UUID of this moment: made here, so that a write that is sent twice stays one row. */
export function timeUuid(now: Date): string {
  const ticks = BigInt(now.getTime()) * 10_000n + EPOCH + BigInt(randomBytes(2).readUInt16BE() % 10_000);
  const time = ticks.toString(16).padStart(15, '0');
  const random = randomBytes(8);
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80;
  random[2] = (random[2] ?? 0) | 0x01;
  const node = random.toString('hex');
  return `${time.slice(7)}-${time.slice(3, 7)}-1${time.slice(0, 3)}-${node.slice(0, 4)}-${node.slice(4)}`;
}
