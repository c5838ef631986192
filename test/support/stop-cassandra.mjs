export default async function stopCassandra() {
  await globalThis.embeddedCassandra?.stop();
}
