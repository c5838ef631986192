import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly license: string;
}
const manifest = (path: string) => JSON.parse(read(path)) as Manifest;

describe('the run-time dependencies', () => {
  it('are listed in SECURITY.md with their licences, all of them permissive', () => {
    const listed = [...read('SECURITY.md').matchAll(/^\| `([^`]+)`\s*\| (\S+)/gm)].map(([, name, licence]) => [
      name,
      licence,
    ]);
    const installed = Object.keys(manifest('package.json').dependencies).map((name) => [
      name,
      manifest(`node_modules/${name}/package.json`).license,
    ]);
    expect(listed).toEqual(installed);
    expect(
      installed.filter(([, licence]) => !['MIT', 'ISC', 'BSD-3-Clause', 'Apache-2.0'].includes(licence ?? '')),
    ).toEqual([]);
  });
});
