import { startTestServer, stopTestServer } from './test-server.js';

/** For `globalSetup` of Vitest, as `nestjs-coodie/testing/vitest`. */
export default async function setUp(): Promise<() => Promise<void>> {
  await startTestServer();
  return stopTestServer;
}
