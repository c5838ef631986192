import { quoteLiteral } from '../../core/lexer/tokenize.js';
import { quoteName } from '../../core/model/identifier.js';
import { ReplicationError } from '../errors.js';
import type { DdlSession } from '../session.js';
import { replicationProblem, type DataCenters } from './replication-problem.js';

export interface KeyspaceDefinition {
  readonly replication: Readonly<Record<string, string | number>>;
  readonly durableWrites?: boolean;
}

/**
 * Creates a keyspace where it is missing, and waits until every host knows it. Nothing is created where the migration
 * lock could not be taken in it: a majority of its replicas must exist.
 * @throws ReplicationError
 */
export async function createKeyspace(ddl: DdlSession, definition: KeyspaceDefinition): Promise<void> {
  const problem = replicationProblem(definition.replication, await dataCentersOf(ddl));
  if (problem) throw new ReplicationError(ddl.keyspace, definition.replication, problem);
  await ddl.execute(renderCreateKeyspace(ddl.keyspace, definition));
  await ddl.awaitAgreement();
}

/** How many hosts each data centre has, whether they are up or not. */
async function dataCentersOf(ddl: DdlSession): Promise<DataCenters> {
  const local = await ddl.execute('SELECT data_center FROM system.local');
  const peers = await ddl.execute('SELECT data_center FROM system.peers');
  const names = [...local.rows, ...peers.rows].map((row) => String(row['data_center']));
  return new Map(names.map((name) => [name, names.filter((other) => other === name).length]));
}

function renderCreateKeyspace(keyspace: string, { replication, durableWrites }: KeyspaceDefinition): string {
  const durable = durableWrites === undefined ? '' : ` AND durable_writes = ${durableWrites}`;
  return `CREATE KEYSPACE IF NOT EXISTS ${quoteName(keyspace)} WITH replication = ${renderReplication(replication)}${durable}`;
}

/** A replication as a map of CQL. */
export function renderReplication(replication: KeyspaceDefinition['replication']): string {
  const entries = Object.entries(replication).map(
    ([key, value]) => `${quoteLiteral(key)}: ${quoteLiteral(String(value))}`,
  );
  return `{${entries.join(', ')}}`;
}
