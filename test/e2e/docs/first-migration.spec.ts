import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientOptions, dropKeyspace } from '../../support/cassandra.js';
import { blocksOf } from '../../support/markdown.js';
import { useProject } from '../cli/project.js';

const KEYSPACE = `first_migration_${process.pid}`;
const blocks = blocksOf('docs/first-migration.md');
const sources = blocks.filter(({ language, text }) => language === 'ts' && text.startsWith('// src/'));
const generated = blocks.find(({ text }) => text.includes('extends Migration'));

/** `$ npx coodie …`, and what it prints. */
const transcript = blocks
  .filter(({ language }) => language === 'text')
  .flatMap(({ text }) => text.split(/^\$ /m).slice(1))
  .map((part) => {
    const [command = '', ...output] = part.split('\n');
    return { command, output: output.join('\n').trimEnd() };
  });

/** The main.ts of `nest new`, but that it ends. */
const MAIN = `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
await app.close();
console.log('started');
`;

/** The files beside the sources as \`nest new\` writes them. */
const STOCK = {
  'package.json': '{ "type": "module" }',
  '.prettierrc': '{ "singleQuote": true, "trailingComma": "all", "printWidth": 120 }',
  'nest-cli.json': '{ "collection": "@nestjs/schematics", "sourceRoot": "src" }',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'nodenext',
      target: 'es2023',
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
      skipLibCheck: true,
      strict: true,
      types: ['node'],
      rootDir: 'src',
      outDir: 'dist',
    },
    include: ['src'],
  }),
  'src/main.ts': MAIN,
};

/** Without what differs from run to run: the day, the times, the process that holds the lock, the name of the keyspace. */
const settled = (text: string) =>
  text
    .replaceAll(KEYSPACE, 'catalog')
    .replaceAll(/\b20\d{6}_/g, 'DATE_')
    .replaceAll(/ +\d+(?:\.\d+)? (?:ms|s)\b/g, ' TIME')
    .replaceAll(/lock taken by \S+/g, 'lock taken by PROCESS')
    .trimEnd();

describe('docs/first-migration.md, followed by a new user', () => {
  jest.setTimeout(180_000);
  const [contactPoint = ''] = clientOptions().contactPoints;
  const project = useProject(STOCK);
  afterAll(() => dropKeyspace(KEYSPACE));
  beforeAll(() => {
    for (const { text } of sources) {
      const path = /^\/\/ (\S+)/.exec(text)?.[1] ?? '';
      project.write(path, text.replace("'127.0.0.1'", `'${contactPoint}'`).replace("'catalog'", `'${KEYSPACE}'`));
    }
  });

  it('has a transcript of each step', () => {
    expect(transcript.map(({ command }) => command.split(' ').slice(2, 4).join(' '))).toEqual([
      'migrate generate',
      'migrate verify',
      'migrate apply',
      'migrate generate',
      'schema check',
    ]);
  });

  it.each(transcript)('$command', async ({ command, output }) => {
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const { code, stdout, stderr } = await project.coodie(words.slice(2));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(settled(stdout)).toBe(settled(output));
  });

  it('shows the file that is generated', () => {
    const [file = ''] = readdirSync(join(project.path, 'src/migrations'));
    expect(readFileSync(join(project.path, 'src/migrations', file), 'utf8')).toBe(generated?.text);
  });

  it('builds and starts', async () => {
    const built = await project.node(['node_modules/.bin/nest', 'build']);
    expect(built).toMatchObject({ code: 0, stderr: '' });
    expect(await project.node(['dist/main.js'])).toMatchObject({ code: 0, stdout: 'started\n', stderr: '' });
  });
});
