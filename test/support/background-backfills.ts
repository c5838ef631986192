import { setTimeout as delay } from 'node:timers/promises';
import type { ClientOptions } from 'cassandra-driver';
import { Backfill, BackfillService, CoodieModule, MigrationService, type BackfillDefinition } from '../../lib/index.js';
import { withModules } from './application.js';
import { clientOptions, type SuiteKeyspace } from './cassandra.js';

export interface BackfillRun {
  readonly backfills: BackfillService;
  /** A run of it whose failure is its result. */
  readonly run: (signal?: AbortSignal) => Promise<unknown>;
}

/** An application with one backfill in the background, `work`, that was started already. */
export function withBackfill<T>(
  keyspace: Pick<SuiteKeyspace, 'name'>,
  definition: BackfillDefinition,
  work: (started: BackfillRun) => Promise<T>,
  client: ClientOptions = clientOptions(),
): Promise<T> {
  // Its text is the same for every definition: none of them counts as changed.
  class Work {
    constructor() {
      Object.assign(this, definition);
    }
  }
  Backfill('work')(Work);
  const root = CoodieModule.forRoot({ client, keyspace: keyspace.name });
  return withModules({ imports: [root], providers: [Work] }, async (app) => {
    const backfills = app.get(BackfillService);
    await backfills.start('work');
    const run = (signal?: AbortSignal) => backfills.run('work', { signal }).catch((error: unknown) => error);
    return work({ backfills, run });
  });
}

export interface BackfillServices {
  readonly backfills: BackfillService;
  readonly migrations: MigrationService;
}

/** An application with classes of backfills, and with the migrations of a directory. */
export function withServices<T>(
  { name, path }: { readonly name: string; readonly path: string },
  providers: readonly (new () => object)[],
  work: (services: BackfillServices) => Promise<T>,
): Promise<T> {
  const root = CoodieModule.forRoot({ client: clientOptions(), keyspace: name, migrations: { dir: path } });
  return withModules({ imports: [root], providers: [...providers] }, (app) =>
    work({ backfills: app.get(BackfillService), migrations: app.get(MigrationService) }),
  );
}

/** Waits until something is so; the limit of the test is the only one. */
export async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await isSo())) await delay(100);
}

/** Forgets every backfill of a keyspace. */
export async function forgetBackfills({ client }: SuiteKeyspace): Promise<void> {
  for (const table of ['_coodie_backfills', '_coodie_backfill_ranges', '_coodie_backfill_dead'])
    await client.execute(`TRUNCATE "${table}"`).catch(() => undefined);
}
