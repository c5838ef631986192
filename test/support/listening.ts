import type { MigrationService, Progress, SchemaService } from '../../lib/index.js';

/** What `work` answers, and everything that a service told of meanwhile. */
export async function listening<T>(
  service: MigrationService | SchemaService,
  work: () => Promise<T>,
): Promise<{ readonly answer: T; readonly told: readonly Progress[] }> {
  const stop = new AbortController();
  const told: Progress[] = [];
  const following = (async () => {
    for await (const progress of service.progress(stop.signal)) told.push(progress);
  })();
  const answer = await work();
  stop.abort();
  await following;
  return { answer, told };
}
