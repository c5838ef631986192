// Installs the dependencies where they are missing, so that `npm test` and `npm run demo` work on a fresh clone.
import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: nestjs-coodie needs Node 20.19 or newer.`);
  process.exit(1);
}
if (!existsSync(new URL('../node_modules/.package-lock.json', import.meta.url))) {
  execSync('npm ci --no-fund --no-audit', { stdio: 'inherit', cwd: new URL('..', import.meta.url) });
}
