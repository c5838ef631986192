import type { ClientOptions } from 'cassandra-driver';
import { isScratchName } from '../../core/history/scratch-names.js';
import { quoteName } from '../../core/model/identifier.js';
import type { DdlSession } from '../session.js';
import { CassandraDatabase } from './cassandra-database.js';
import { createKeyspace } from './create-keyspace.js';
import { openOwnClient } from './open-own-client.js';

/** Milliseconds that one statement may take. */
const DDL_TIMEOUT = 60_000;

/** Creates keyspaces to try something in: one replica of each row is enough for that. */
export async function createScratchKeyspaces(options: ClientOptions, names: readonly string[]): Promise<void> {
  const { localDataCenter: center } = options;
  const replication =
    center === undefined
      ? { class: 'SimpleStrategy', replication_factor: 1 }
      : { class: 'NetworkTopologyStrategy', [center]: 1 };
  await onEach(options, names, (ddl) => createKeyspace(ddl, { replication }));
}

/** Drops keyspaces that were made by the function above, and no others, unless the whole server is a scratch one. */
export async function dropScratchKeyspaces(
  options: ClientOptions,
  names: readonly string[],
  isShared: boolean,
): Promise<void> {
  const foreign = names.find((name) => isShared && !isScratchName(name));
  if (foreign !== undefined) throw new Error(`${foreign} is no scratch keyspace.`);
  await onEach(options, names, async (ddl) => {
    await ddl.execute(`DROP KEYSPACE IF EXISTS ${quoteName(ddl.keyspace)}`);
    await ddl.awaitAgreement();
  });
}

/** Works on one keyspace after the other, over a client of its own that is in none of them. */
async function onEach(
  options: ClientOptions,
  names: readonly string[],
  work: (ddl: DdlSession) => Promise<void>,
): Promise<void> {
  if (names.length === 0) return;
  const { client } = await openOwnClient(options, { timeout: DDL_TIMEOUT });
  try {
    for (const keyspace of names)
      await work(await new CassandraDatabase({ client, keyspace, ddlTimeout: DDL_TIMEOUT }).openDdl());
  } finally {
    await client.shutdown();
  }
}
