import { existsSync } from 'node:fs';

import { Client } from 'cassandra-driver';

const BUILT_LIBRARY = new URL('../../dist/testing/index.js', import.meta.url);

/** One server for all integration suites; CASSANDRA_CONTACT_POINTS names one that is there already. */
export default async function startCassandra() {
  if (!process.env.CASSANDRA_CONTACT_POINTS) await startEmbedded();
  process.env.CASSANDRA_VERSION = await askVersion();
}

async function startEmbedded() {
  if (!existsSync(BUILT_LIBRARY)) throw new Error('The library is not built: run "npm run build" first.');
  const { EmbeddedCassandra } = await import(BUILT_LIBRARY.href);
  const cassandra = await EmbeddedCassandra.start({ version: '5.0.8', fast: true });
  process.env.CASSANDRA_CONTACT_POINTS = cassandra.contactPoints.join(',');
  process.env.CASSANDRA_LOCAL_DC = cassandra.localDataCenter;
  // The way from the set-up to the tear-down: Jest runs both in one process and passes nothing on.
  globalThis.embeddedCassandra = cassandra;
}

/** Asked here, because suites choose their tests by it, and tests are declared without waiting for anything. */
async function askVersion() {
  const client = new Client({
    contactPoints: process.env.CASSANDRA_CONTACT_POINTS.split(',').map((point) => point.trim()),
    localDataCenter: process.env.CASSANDRA_LOCAL_DC || 'datacenter1',
  });
  try {
    const { rows } = await client.execute('SELECT release_version FROM system.local');
    return rows[0].release_version;
  } finally {
    await client.shutdown();
  }
}
