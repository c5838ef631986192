import { randomUUID } from 'node:crypto';
import { types } from 'cassandra-driver';
import { timeUuid } from '../../../lib/migrations/history/time-uuid.js';

describe('timeUuid', () => {
  it.each(['1970-01-01T00:00:00.000Z', '2026-11-22T21:15:00.123Z', '2199-12-31T23:59:59.999Z'])(
    'is a time UUID of %s as the driver reads it',
    (time) => {
      const uuid = types.TimeUuid.fromString(timeUuid(new Date(time), randomUUID()));
      expect(uuid.getDate().toISOString()).toBe(time);
      expect(timeUuid(new Date(time), randomUUID())).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      );
    },
  );

  it('differs each time', () => {
    const now = new Date();
    const made = Array.from({ length: 1_000 }, () => timeUuid(now, randomUUID()));
    expect(new Set(made).size).toBe(1_000);
  });
});
