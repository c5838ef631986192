// Everything that a release does but publishing: npm run release:dry
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { name, version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });

const changes = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
if (!changes.includes(version)) {
  console.error(`CHANGELOG.md has no section for ${version}.`);
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'coodie-release-'));
try {
  run('npm', 'pack', '--pack-destination', folder);
  const tarball = join(folder, `${name}-${version}.tgz`);
  run('npx', '--no-install', 'publint', 'run', tarball, '--strict');
  run('npx', '--no-install', 'attw', tarball, '--ignore-rules', 'cjs-resolves-to-esm');
  run('npm', 'publish', tarball, '--dry-run', '--provenance=false', '--ignore-scripts');
  console.log(`${name} ${version} can be published.`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
