import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';

const ROOT = join(__dirname, '../..');

/** The names that a module exports, types included: as its source lists them. */
function exportsOf(entryPoint: string): readonly string[] {
  const source = ts.createSourceFile(entryPoint, readFileSync(join(ROOT, entryPoint), 'utf8'), ts.ScriptTarget.ES2023);
  return source.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause }) => (exportClause && ts.isNamedExports(exportClause) ? [...exportClause.elements] : []))
    .map(({ name }) => name.text)
    .toSorted();
}

describe('the public API', () => {
  it.each([
    'lib/index.ts',
    'lib/bullmq/index.ts',
    'lib/cli/index.ts',
    'lib/dashboard/index.ts',
    'lib/models/index.ts',
    'lib/otel/index.ts',
    'lib/terminus/index.ts',
    'lib/testing/index.ts',
  ])('of %s is what it was', (entryPoint) => {
    expect(exportsOf(entryPoint)).toMatchSnapshot();
  });

  it('has the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(readFileSync(join(ROOT, 'lib/core/version.ts'), 'utf8')).toContain(`'${version}'`);
  });
});
