import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientOptions, dropKeyspace } from '../../support/cassandra.js';
import { NEST_11_COMPILER_OPTIONS } from './application.js';
import {
  BESIDE_NEST,
  compileConsumer,
  developmentVersions,
  installConsumer,
  NEST,
  NEST_11,
  packRepository,
  run,
  useTemporaryFolder,
} from './consumer.js';

const GLOBAL_NEST = require.resolve('@nestjs/cli/bin/nest.js');

/** The module as `nest new` writes it, and a start that says which tables there are. */
const SOURCES = {
  'nest-cli.json': JSON.stringify({ collection: '@nestjs/schematics', sourceRoot: 'src' }),
  'src/app.module.ts': `import { Module } from '@nestjs/common';

@Module({
  imports: [],
  controllers: [],
  providers: [],
})
export class AppModule {}
`,
  'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { Client } from 'cassandra-driver';
import { AppModule } from './app.module.js';

async function bootstrap() {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
  const query = "SELECT column_name, type FROM system_schema.columns WHERE keyspace_name = ? AND table_name = 'order_item'";
  const { rows } = await app.get(Client).execute(query, [process.env['KEYSPACE']]);
  await app.close();
  console.log(JSON.stringify(rows.map((row) => \`\${row['column_name']} \${row['type']}\`)));
}

void bootstrap();
`,
};

describe('the schematics of the packed library', () => {
  const packed = useTemporaryFolder();
  const made = { tarball: '' };
  beforeAll(async () => {
    made.tarball = await packRepository(packed.path);
  });

  describe.each([
    ['12', 'module', developmentVersions([...NEST, 'typescript'])],
    ['11', 'commonjs', { ...NEST_11, '@nestjs/cli': '11.0.13', typescript: '5.9.3' }],
  ] as const)('with the command line of Nest %s', (_, type, nest) => {
    const folder = useTemporaryFolder();
    const keyspace = `schematics_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    // The command line of this repository serves for the one that somebody has installed globally.
    const [program, ...first] = '@nestjs/cli' in nest ? ['npx', '--no', 'nest', '--'] : [process.execPath, GLOBAL_NEST];
    const cli = (...parameters: string[]) =>
      run(program, [...first, ...parameters], { folder: folder.path, timeout: 60_000 });

    beforeAll(async () => {
      const dependencies = { ...nest, ...BESIDE_NEST, 'nestjs-coodie': `file:${made.tarball}` };
      await installConsumer(
        {
          type,
          dependencies,
          compilerOptions: { ...NEST_11_COMPILER_OPTIONS, baseUrl: undefined, rootDir: 'src', types: ['node'] },
          sources: SOURCES,
        },
        folder.path,
      );
    }, 240_000);
    afterAll(() => dropKeyspace(keyspace));

    it('write an application that compiles, starts and has its table', async () => {
      await cli('add', 'nestjs-coodie', '--skip-install');
      await cli('g', '-c', 'nestjs-coodie', 'entity', 'order-item');
      await cli('g', '-c', 'nestjs-coodie', 'migration', 'add-rating');
      expect(readdirSync(join(folder.path, 'src/migrations'))).toEqual([
        expect.stringMatching(/^\d{8}_001_add_rating\.ts$/),
      ]);
      edit('src/app.module.ts', [
        ["contactPoints: ['127.0.0.1']", `contactPoints: ${JSON.stringify(clientOptions().contactPoints)}`],
        ["'datacenter1' }", `'datacenter1', protocolOptions: { port: ${clientOptions().protocolOptions?.port} } }`],
        ["keyspace: 'consumer'", `keyspace: '${keyspace}'`],
        ['    }),\n', '    }),\n    CoodieModule.forFeature([OrderItem]),\n'],
        ['\n\n@Module', "\nimport { OrderItem } from './order-item/order-item.entity.js';\n\n@Module"],
      ]);
      await compileConsumer(folder.path);
      const options = { folder: folder.path, timeout: 60_000, environment: { KEYSPACE: keyspace } };
      const { stdout } = await run(process.execPath, ['dist/main.js'], options);
      expect(JSON.parse(stdout)).toEqual(['id uuid', 'name text']);
    });

    function edit(file: string, changes: readonly (readonly [from: string, to: string])[]): void {
      const path = join(folder.path, file);
      const text = changes.reduce(
        (before, [from, to]) => {
          if (!before.includes(from)) throw new Error(`${file} has no ${from}`);
          return before.replace(from, () => to);
        },
        readFileSync(path, 'utf8'),
      );
      writeFileSync(path, text);
    }
  });
});
