import { BUILT_IN_INDEX, excludesIndex } from '../../model/index-class.js';
import type { IndexModel, SchemaModel } from '../../model/schema-model.js';
import { serverName, type ServerProfile } from '../../options/server-profile.js';
import type { ObstacleContext, Obstacle } from './obstacle.js';

export function indexObstacle(
  table: string,
  index: IndexModel,
  { actual, changes, server }: ObstacleContext,
): Obstacle | undefined {
  const dropped = new Set(changes.flatMap((change) => (change.kind === 'drop-index' ? [change.index.name] : [])));
  return classObstacle(index, server) ?? lengthObstacle(index) ?? nameObstacle(table, index, { actual, dropped });
}

const LONGEST_NAME = 48;

/** Only of an index that is to be made: a database may have such a one. */
function lengthObstacle({ name }: IndexModel): Obstacle | undefined {
  if (name.length <= LONGEST_NAME) return undefined;
  return {
    obstacle: 'index-name-length',
    reason: `an index's name has at most ${LONGEST_NAME} characters: longer ones can keep a node from restarting`,
    advice: 'Give the index a shorter name: @Indexed({ name }).',
  };
}

function classObstacle({ using }: IndexModel, server: ServerProfile): Obstacle | undefined {
  const name = serverName(server);
  if (server.kind === 'keyspaces') {
    const advice = 'Use a table of your own and write both.';
    return { obstacle: 'no-indexes', reason: `${name} has no indexes`, advice };
  }
  const isNew = using === 'sai' || using === BUILT_IN_INDEX;
  if (isNew && (server.kind === 'scylla' || server.version.major < 5)) {
    return {
      obstacle: 'unknown-index-class',
      reason: `${name} does not know USING '${using}'`,
      advice: 'It comes with Cassandra 5.0: leave `using` out.',
    };
  }
  if (server.sasi !== false || !using?.endsWith('.SASIIndex')) return undefined;
  return {
    obstacle: 'no-sasi',
    reason: 'the server has SASI indexes switched off',
    advice: 'Set sasi_indexes_enabled in cassandra.yaml on every node.',
  };
}

interface Existing {
  readonly actual: SchemaModel;
  readonly dropped: ReadonlySet<string>;
}

/** Index names are one to a keyspace, and one column has no two equal indexes: IF NOT EXISTS would hide both. */
function nameObstacle(table: string, index: IndexModel, { actual, dropped }: Existing): Obstacle | undefined {
  const elsewhere = actual.tables.find(
    ({ name, indexes }) =>
      name !== table && !dropped.has(index.name) && indexes.some((other) => other.name === index.name),
  );
  if (elsewhere) {
    const advice = 'Give the index another name: @Indexed({ name }).';
    return { obstacle: 'index-name-taken', reason: `an index of this name is on ${elsewhere.name}`, advice };
  }
  const others = actual.tables.find(({ name }) => name === table)?.indexes ?? [];
  const twin = others.find(
    (other) => other.name !== index.name && !dropped.has(other.name) && excludesIndex(other, index),
  );
  if (!twin) return undefined;
  const advice = `Call it ${twin.name}: @Indexed({ name: '${twin.name}' }); or let sync drop the old one: schema.dropRemovedIndexes.`;
  return { obstacle: 'equal-index', reason: `the equal index ${twin.name} is there already`, advice };
}
