import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';

const LIB = resolve(__dirname, '../../lib');

/** Files that are evaluated when `file` is imported; imports of types alone and `import()` are not among them. */
function loadedWith(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)\.js';/gm);
  for (const [, specifier = ''] of statements) {
    const imported = resolve(dirname(file), `${specifier}.ts`);
    if (existsSync(imported)) loadedWith(imported, found);
  }
  return found;
}

/** Packages that are loaded with these files. */
function packagesOf(files: Iterable<string>): readonly string[] {
  const imported = [...files].flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '((?!\.|node:)[^']+)';/gm),
  ]);
  const names = imported.map(([, specifier = '']) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
  return [...new Set(names)].toSorted();
}

describe('a start', () => {
  const files = loadedWith(resolve(LIB, 'index.ts'));
  const loaded = [...files].map((file) => relative(LIB, file));

  it('loads what every application needs', () => {
    expect(loaded).toEqual(expect.arrayContaining(['tenants/tenant-service.ts', 'migrations/run/run-migrations.ts']));
  });

  it.each(['migrate-tenants', 'sync-tenants', 'read-tenants', 'tenant-status', 'tenant-histories', 'under-state-lock'])(
    'without tenants does not load tenants/%s',
    (file) => expect(loaded).not.toContain(`tenants/${file}.ts`),
  );

  const ALWAYS = ['@nestjs/common', '@nestjs/core', 'cassandra-driver'];

  it('loads Nest and the driver, and no optional package', () => expect(packagesOf(files)).toEqual(ALWAYS));

  it.each([
    ['bullmq', ['@nestjs/bullmq', 'bullmq']],
    ['dashboard', []],
    ['models', []],
    ['otel', ['@opentelemetry/api']],
    ['terminus', ['@nestjs/terminus']],
    ['testing', []],
  ])('with nestjs-coodie/%s loads %j besides', (entry, packages) => {
    const others = packagesOf(loadedWith(resolve(LIB, entry, 'index.ts'))).filter((name) => !ALWAYS.includes(name));
    expect(others).toEqual(packages);
  });

  it('loads no rules of lint', () => expect(loaded).not.toContain('migrations/lint-source.ts'));
});
