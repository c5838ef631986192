/** For `globalTeardown` of Jest, as `nestjs-coodie/testing/jest-teardown`. */
export { stopTestServer as default } from './test-server.js';
