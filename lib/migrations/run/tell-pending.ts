import { selectForUpgrade } from '../../core/history/select.js';
import type { History } from '../history/read-history.js';
import type { MigrationDependencies } from './dependencies.js';

/** Tells how many migrations are to be applied; `change` is the difference that a run has made since the history was read. */
export function tellPending(
  { telemetry, outOfOrder }: Pick<MigrationDependencies, 'telemetry' | 'outOfOrder'>,
  { statuses, keyspace }: Pick<History, 'statuses' | 'keyspace'>,
  change = 0,
): void {
  telemetry?.know('pending', keyspace, selectForUpgrade(statuses, { outOfOrder }).length + change);
}
