import { existsSync } from 'node:fs';

const BUILT_LIBRARY = new URL('../../dist/testing/index.js', import.meta.url);

/** One server for all integration suites; CASSANDRA_CONTACT_POINTS names one that is there already. */
export default async function startCassandra() {
  if (process.env.CASSANDRA_CONTACT_POINTS) return;
  if (!existsSync(BUILT_LIBRARY)) throw new Error('The library is not built: run "npm run build" first.');
  const { EmbeddedCassandra } = await import(BUILT_LIBRARY.href);
  const cassandra = await EmbeddedCassandra.start({ version: '5.0.8', fast: true });
  process.env.CASSANDRA_CONTACT_POINTS = cassandra.contactPoints.join(',');
  process.env.CASSANDRA_LOCAL_DC = cassandra.localDataCenter;
  // The way from the set-up to the tear-down: Jest runs both in one process and passes nothing on.
  globalThis.embeddedCassandra = cassandra;
}
