import { isChoice, isExact, restrictedColumns } from '../../model/relations.js';
import type { TableModel, ViewModel } from '../../model/schema-model.js';
import { isBefore, serverName, type ServerProfile } from '../../options/server-profile.js';
import type { ObstacleContext, Obstacle } from './obstacle.js';

/** Why this server cannot make a view. */
export function viewObstacle(view: ViewModel, { server, ...where }: ObstacleContext): Obstacle | undefined {
  return switchObstacle(server) ?? baseObstacle(view, where) ?? filterObstacle(view, { server, ...where });
}

function switchObstacle(server: ServerProfile): Obstacle | undefined {
  if (server.kind === 'keyspaces') {
    return {
      obstacle: 'no-views',
      reason: `${serverName(server)} has no materialized views`,
      advice: 'Use a table of your own and write both.',
    };
  }
  if (server.materializedViews !== false) return undefined;
  const advice = 'Set materialized_views_enabled in cassandra.yaml (4.0: enable_materialized_views) on every node.';
  return { obstacle: 'no-views', reason: 'the server has materialized views switched off', advice };
}

function baseObstacle(
  { baseTable }: ViewModel,
  { actual, changes }: Omit<ObstacleContext, 'server'>,
): Obstacle | undefined {
  const base = actual.tables.find(({ name }) => name === baseTable);
  const altered = changes.some(
    (change) => change.kind === 'alter-options' && change.table === baseTable && change.to.gcGraceSeconds !== undefined,
  );
  if (base?.options.gcGraceSeconds !== 0 || altered) return undefined;
  const advice = `Declare options.gcGraceSeconds of ${baseTable}, above 0.`;
  const reason = `${baseTable} has a gc_grace_seconds of 0, with which it can have no view`;
  return { obstacle: 'grace-under-view', reason, advice };
}

/** Cassandra 4.0 cannot look among all rows for one of several values of a part of the partition key. */
function filterObstacle({ baseTable, where }: ViewModel, circumstances: ObstacleContext): Obstacle | undefined {
  const { server } = circumstances;
  if (server.kind !== 'cassandra' || !isBefore(server.version, { major: 4, minor: 1 })) return undefined;
  const key = tableOf(baseTable, circumstances)?.partitionKey ?? [];
  const [exact, chosen] = [where.filter(isExact), where.filter(isChoice)].map((relations) =>
    relations.flatMap(restrictedColumns),
  );
  const column = key.find((name) => chosen?.includes(name));
  if (column === undefined || key.every((name) => exact?.includes(name))) return undefined;
  return {
    obstacle: 'view-filter',
    reason: `${serverName(server)} takes no IN on ${column} without every other column of the partition key`,
    advice: 'Make a view for each value, or restrict the whole partition key.',
  };
}

/** Actual table, or the one that the changes create. */
function tableOf(table: string, { actual, changes }: ObstacleContext): TableModel | undefined {
  const created = changes.flatMap((change) => (change.kind === 'create-table' ? [change.table] : []));
  return [...actual.tables, ...created].find(({ name }) => name === table);
}
