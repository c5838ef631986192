export default async function stopCassandra() {
  if (!globalThis.embeddedCassandra) return;
  await globalThis.embeddedCassandra.stop();
  // In watch mode the next run starts a server of its own.
  delete globalThis.embeddedCassandra;
  delete process.env.CASSANDRA_CONTACT_POINTS;
}
