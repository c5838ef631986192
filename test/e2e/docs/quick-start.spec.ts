import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clientOptions, dropKeyspace } from '../../support/cassandra.js';
import { blocksOf, shellCommandsIn } from '../../support/markdown.js';
import { runNode } from '../../support/run-node.js';

const ROOT = join(__dirname, '../../..');
const BIN = join(ROOT, 'dist/cli/bin.js');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');
const TYPE_SCRIPT = {
  module: 'nodenext',
  target: 'es2022',
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  skipLibCheck: true,
  strict: true,
  rootDir: 'main',
  outDir: 'built',
};
const KEYSPACE = `quick_start_${process.pid}`;
const blocks = blocksOf('README.md');
const [install, appModule, migration] = blocks.slice(1);
/** The main.ts of `nest new`, but that it ends. */
const MAIN = `import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Client } from 'cassandra-driver';
import { AppModule } from './app.module.js';

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
const { rows } = await app.get(Client).execute('SELECT name FROM products');
console.log(rows.map((row) => row['name']).join());
await app.close();
`;

const commands = shellCommandsIn(blocks)
  .map(({ command }) => command)
  .filter((command) => command.startsWith('npx coodie '));

describe("README.md's quick start", () => {
  const folder = mkdtempSync(join(tmpdir(), 'coodie-quick-start-'));
  const [contactPoint = ''] = clientOptions().contactPoints;
  const write = (path: string, text = '') => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    // The server of the tests instead of 127.0.0.1:9042.
    writeFileSync(join(folder, path), text.replace("'127.0.0.1'", `'${contactPoint}'`));
  };
  const coodie = (command: string) => {
    const words = command.split(' ').slice(2);
    const here = words.map((word) => (word === 'catalog' ? KEYSPACE : word === '127.0.0.1' ? contactPoint : word));
    const keyspace = here.includes('--keyspace') ? [] : ['--keyspace', KEYSPACE];
    return runNode([BIN, ...here, ...keyspace], {}, 60_000, folder);
  };

  beforeAll(() => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    write('package.json', '{ "type": "module" }');
    write('src/app.module.ts', appModule?.text);
    write('migrations/20260115_001_first_product.cql', migration?.text);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await dropKeyspace(KEYSPACE);
  });

  it('has at most 30 lines', () => {
    const lines = [install, appModule, migration].flatMap((block) => block?.text.trimEnd().split('\n') ?? []);
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.length).toBeLessThanOrEqual(30);
  });

  it('starts on an empty cluster, again and again, with its migration applied and its entity in sync', async () => {
    const source = (appModule?.text ?? '').replace("'catalog'", `'${KEYSPACE}_started'`);
    write('main/app.module.ts', source);
    write('main/main.ts', MAIN);
    write('tsconfig.json', JSON.stringify({ compilerOptions: TYPE_SCRIPT, files: ['main/main.ts'] }));
    expect(await runNode([TSC, '-p', '.'], {}, 60_000, folder)).toMatchObject({ code: 0, stdout: '' });
    try {
      for (const start of ['first', 'second']) {
        const { code, stdout, stderr } = await runNode(['built/main.js'], {}, 60_000, folder);
        expect({ start, code, stdout, stderr }).toEqual({ start, code: 0, stdout: 'Torch\n', stderr: '' });
      }
    } finally {
      await dropKeyspace(`${KEYSPACE}_started`);
    }
  });

  it('creates keyspace and table, straight from TypeScript', async () => {
    const synced = await coodie('npx coodie schema sync --app src/app.module.ts');
    expect(synced).toMatchObject({ code: 0, stderr: '' });
    expect(synced.stdout).toContain('CREATE INDEX products_brand_idx ON products (brand)');
  });

  it.each(commands)('%s', async (command) => {
    expect(await coodie(command)).toMatchObject({ code: 0, stderr: '' });
  });
});
