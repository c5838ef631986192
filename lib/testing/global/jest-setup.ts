/** For `globalSetup` of Jest, as `nestjs-coodie/testing/jest-setup`. */
export { startTestServer as default } from './test-server.js';
