import { Migration, StalledDryRunError, type MigrationContext } from '../../../lib/index.js';
import { dryRunMigration } from '../../../lib/migrations/run/run-migration.js';
import { loadClass } from '../../../lib/migrations/source/load-code.js';

const seen: AbortSignal[] = [];

/** Waits for a row that a dry run never answers. */
class Waits extends Migration {
  override async upgrade(context: MigrationContext): Promise<void> {
    seen.push(context.signal);
    await new Promise(() => {});
  }
}

it('ends after a minute, and tells the code so', async () => {
  jest.useFakeTimers();
  const entry = { name: '20260101_001_waits', kind: 'ts', origin: '20260101_001_waits.ts', checksum: '' } as const;
  const migration = await loadClass(entry, Waits, async () => new Waits());
  const ended = dryRunMigration(migration, 'upgrade', 'shop').catch((error: unknown) => error);
  await jest.advanceTimersByTimeAsync(59_000);
  expect(seen[0]?.aborted).toBe(false);
  await jest.advanceTimersByTimeAsync(1_000);
  const error = await ended;
  expect(error).toBeInstanceOf(StalledDryRunError);
  expect(String(error)).toContain('The dry run of 20260101_001_waits.ts had not ended after 60 s. Nothing was sent.');
  expect(seen[0]?.reason).toBe(error);
  jest.useRealTimers();
});
