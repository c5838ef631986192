import { type RollbackTarget, selectForUpgrade } from '../core/history/select.js';
import type { SchemaModel } from '../core/model/schema-model.js';
import type { Direction } from '../core/progress/progress.js';
import type { History } from '../migrations/history/read-history.js';
import type { MigrationDependencies } from '../migrations/run/dependencies.js';
import { preflightUpgrade } from '../migrations/run/preflight.js';
import { selectAgreed } from '../migrations/run/select-agreed.js';
import type { LoadedMigration } from '../migrations/source/loaded-migration.js';
import { KeyspaceMissingError } from '../session/errors.js';
import { introspect } from '../session/introspect.js';
import type { Session } from '../session/session.js';
import { refuseForeign } from './refuse-foreign.js';
import type { TenantSettings } from './tenant-dependencies.js';

export type TenantMigrating = Omit<MigrationDependencies, 'database'>;

/** Which migrations of a tenant are to run, and which way; `select` refuses what must not run. */
export interface TenantRun {
  readonly direction: Direction;
  readonly select: (
    migrations: TenantMigrating,
    history: History,
    session: Session,
  ) => Promise<readonly LoadedMigration[]>;
}

/** A run of everything that is pending, up to and with `target`. */
export function upgradeRun(target: string | undefined, settings: Pick<TenantSettings, 'createKeyspace'>): TenantRun {
  return {
    direction: 'upgrade',
    select: async ({ source, outOfOrder }, history, session) => {
      const selected = selectForUpgrade(history.statuses, { target, outOfOrder });
      const live = () => liveSchema(session, settings);
      const loaded = await preflightUpgrade(source, history, { selected, outOfOrder, live });
      refuseForeign(history.keyspace, 'upgrade', loaded);
      return loaded;
    },
  };
}

/** A run that rolls back what was applied last: in each tenant no more than is agreed on for it. */
export function downgradeRun(
  wanted: RollbackTarget,
  expected: Readonly<Record<string, readonly string[]>> | undefined,
): TenantRun {
  const selections = new Map<string, ReturnType<typeof selectAgreed>>();
  return {
    direction: 'downgrade',
    select: async ({ source }, history) => {
      const { keyspace } = history;
      const agreed = expected && (Object.hasOwn(expected, keyspace) ? expected[keyspace] : []);
      const select = selections.get(keyspace) ?? selectAgreed(source, wanted, agreed);
      selections.set(keyspace, select);
      const loaded = await select(history);
      refuseForeign(keyspace, 'downgrade', loaded);
      return loaded;
    },
  };
}

/** The schema of a tenant; empty where its keyspace is still to be created. */
export async function liveSchema(
  session: Session,
  { createKeyspace }: Pick<TenantSettings, 'createKeyspace'>,
): Promise<SchemaModel> {
  try {
    return await introspect(session);
  } catch (error) {
    if (!createKeyspace || !(error instanceof KeyspaceMissingError)) throw error;
    return { keyspace: session.keyspace, replication: undefined, types: [], tables: [], views: [] };
  }
}
