import { forwardRef, Inject, Injectable, Module, Optional, type InjectionToken, type Provider } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, ModuleRef, NestFactory } from '@nestjs/core';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  Migration,
  ServiceLoadedTwiceError,
  ServiceNotFoundError,
  ServiceTypeMissingError,
} from '../../../lib/index.js';
import type { MigrationClass } from '../../../lib/migrations/source/migration-source.js';
import { instantiateWith } from '../../../lib/nest/instantiate.js';

/** Makes a migration in an application with these providers. */
async function instantiateIn(providers: readonly Provider[], migration: MigrationClass): Promise<unknown> {
  class AppModule {}
  Module({ imports: [DiscoveryModule], providers: [...providers] })(AppModule);
  const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: false });
  try {
    return await instantiateWith(app.get(ModuleRef), app.get(DiscoveryService))(migration);
  } finally {
    await app.close();
  }
}

abstract class Idle extends Migration {
  async upgrade(): Promise<void> {}
}

@Injectable()
class Clock {}

/** A migration that asks for a token in its constructor. */
function asking(token: unknown, ...more: readonly ParameterDecorator[]): MigrationClass {
  class Asking extends Idle {
    constructor(readonly service: unknown) {
      super();
    }
  }
  // As the compiler writes it: decorators that the type of the parameter is known to.
  Inject(token as InjectionToken)(Asking, undefined, 0);
  for (const decorate of more) decorate(Asking, undefined, 0);
  return Asking;
}

describe('the services of a migration', () => {
  it('come to its constructor and to its properties', async () => {
    @Injectable()
    class Ticking extends Idle {
      @Inject() readonly byType!: Clock;
      @Inject('clock') readonly byName!: unknown;
      @Inject(forwardRef(() => Clock)) readonly later!: Clock;
      @Optional() @Inject('missing') readonly missing = 'its own';
      constructor(
        readonly clock: Clock,
        @Inject(forwardRef(() => Clock)) readonly second: Clock,
        @Optional() @Inject('missing') readonly none?: unknown,
      ) {
        super();
      }
    }
    const migration = (await instantiateIn([Clock, { provide: 'clock', useExisting: Clock }], Ticking)) as Ticking;
    expect(migration.clock).toBeInstanceOf(Clock);
    const { clock, second, byType, byName, later } = migration;
    expect([second, byType, byName, later].every((service) => service === clock)).toBe(true);
    expect(migration).toMatchObject({ missing: 'its own', none: undefined });
  });

  it('are named where no module provides them', async () => {
    const error = instantiateIn([], asking(Clock));
    await expect(error).rejects.toBeInstanceOf(ServiceNotFoundError);
    await expect(error).rejects.toMatchObject({
      message: 'it asks for Clock, which no module of the application provides',
    });
  });

  it('fail with their own error', async () => {
    const failing = {
      provide: Clock,
      scope: 1,
      useFactory: () => {
        throw new Error('the clock is broken');
      },
    };
    await expect(instantiateIn([failing], asking(Clock))).rejects.toThrow('the clock is broken');
  });

  it.each([
    [
      'nothing',
      class extends Idle {
        constructor(readonly service: unknown) {
          super();
        }
      },
      'Put @Injectable() on the class',
    ],
    ['Object', asking(Object), 'Put @Injectable() on the class'],
  ] as const)('are asked for by type: %s is none', async (_, migration, hint) => {
    const error = instantiateIn([Clock], migration);
    await expect(error).rejects.toBeInstanceOf(ServiceTypeMissingError);
    await expect(error).rejects.toMatchObject({
      message: 'the type of parameter 1 of its constructor is not known at run time',
      hint: expect.stringContaining(hint),
    });
  });
});

describe('a service that was loaded twice', () => {
  const project = mkdtempSync(join(tmpdir(), 'coodie-twice-'));
  afterAll(() => rmSync(project, { recursive: true, force: true }));
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  };
  beforeAll(() => {
    write('tsconfig.json', '{ "compilerOptions": { "outDir": "./dist" } }');
    for (const file of ['src/slug.service.ts', 'src/other/slug.service.ts'])
      write(file, 'export class SlugService {}\nexport const TOKEN = Symbol("slug");\n');
    for (const file of ['dist/slug.service.js', 'dist/other/slug.service.js'])
      write(file, 'exports.SlugService = class SlugService {};\nexports.TOKEN = Symbol("slug");\n');
  });

  interface Loaded {
    readonly SlugService: new () => object;
    readonly TOKEN: symbol;
  }
  /** The file as one more module, as another loader sees it. */
  const load = (file: string): Loaded => {
    const loaded: { exports?: Loaded } = {};
    jest.isolateModules(() => (loaded.exports = jest.requireActual<Loaded>(join(project, file))));
    return loaded.exports as Loaded;
  };

  it.each([
    ['src/slug.service.ts', 'dist/slug.service.js'],
    ['dist/slug.service.js', 'src/slug.service.ts'],
    ['src/slug.service.ts', 'src/slug.service.ts'],
    ['dist/other/slug.service.js', 'src/other/slug.service.ts'],
  ])('is the same where the application has it from %s and the migration from %s', async (own, asked) => {
    const { SlugService } = load(own);
    const { SlugService: Second } = load(asked);
    expect(Second).not.toBe(SlugService);
    const namesake = { provide: load('src/other/slug.service.ts').SlugService, useValue: 'another' };
    const others = own.includes('other') ? [] : [namesake];
    const migration = await instantiateIn([SlugService, ...others], asking(Second));
    expect((migration as { service: unknown }).service).toBeInstanceOf(SlugService);
    const optional = await instantiateIn([SlugService], asking(Second, Optional()));
    expect((optional as { service: unknown }).service).toBeInstanceOf(SlugService);
  });

  it.each([
    ['of another file', ['dist/other/slug.service.js']],
    ['of two files', ['src/slug.service.ts', 'dist/slug.service.js']],
  ])('is refused where it is that %s, with the names of all files', async (_, own) => {
    const providers = own.map((file) => load(file).SlugService);
    for (const more of [[], [Optional()]]) {
      const error = instantiateIn(providers, asking(load('src/slug.service.ts').SlugService, ...more));
      await expect(error).rejects.toBeInstanceOf(ServiceLoadedTwiceError);
      await expect(error).rejects.toMatchObject({
        service: 'SlugService',
        file: join(project, 'src/slug.service.ts'),
        providedFrom: own.map((file) => join(project, file)),
      });
    }
  });

  it('is refused where it is a symbol: that has no file', async () => {
    const { TOKEN } = load('dist/slug.service.js');
    const error = instantiateIn([{ provide: TOKEN, useValue: 1 }], asking(load('src/slug.service.ts').TOKEN));
    await expect(error).rejects.toMatchObject({
      message: 'it asks for Symbol(slug) of a file that is not known; the application provides another',
      hint: expect.stringContaining('Symbol.for'),
    });
  });
});
