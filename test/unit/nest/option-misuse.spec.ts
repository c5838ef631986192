import type { DynamicModule } from '@nestjs/common';
import type { DiscoveryService } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  CoodieModule,
  Entity,
  InvalidOptionsError,
  MigrationService,
  PartitionKey,
  SchemaService,
  type CoodieModuleAsyncOptions,
  type CoodieModuleOptions,
  type EntityClass,
} from '../../../lib/index.js';
import { ConnectionScope } from '../../../lib/nest/connection-scope.js';
import { nameOf, refusalOf, WRONG_VALUES } from '../../support/misuse.js';

@Entity()
class Thing {
  @PartitionKey('text') id!: string;
}

/** Every option, with a right value, of a connection that is never opened. */
const RIGHT = {
  client: {
    contactPoints: ['127.0.0.1:1'],
    localDataCenter: 'dc1',
    credentials: { username: 'a', password: 'b' },
    encoding: {},
    policies: {},
    pooling: { warmup: true },
    protocolOptions: { port: 1 },
    queryOptions: { fetchSize: 1 },
    socketOptions: { readTimeout: 1 },
  },
  keyspace: 'shop',
  createKeyspace: { replication: { class: 'SimpleStrategy', replication_factor: 1 }, durableWrites: true },
  schema: {
    onBootstrap: 'off',
    when: 'module-init',
    allow: 'safe',
    dropRemovedIndexes: false,
    ignore: ['a_*'],
    drop: { columns: ['a.b'], tables: ['c'] },
  },
  migrations: { dir: 'migrations', classes: [], onBootstrap: 'off', outOfOrder: 'error' },
  naming: 'snake_case',
  lock: { ttl: 300, wait: 0 },
  connect: { attempts: 1, delay: 10, lazy: true },
  ddlTimeout: 1000,
  consistency: 'quorum',
};

type Tree = Readonly<Record<string, unknown>>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

function pathsIn(tree: Tree): readonly (readonly string[])[] {
  return Object.entries(tree).flatMap(([name, value]) => [
    [name],
    ...(isTree(value) ? pathsIn(value).map((path) => [name, ...path]) : []),
  ]);
}

function withValue(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): Tree {
  const inner = tree[name];
  return { ...tree, [name]: rest.length === 0 ? value : withValue(isTree(inner) ? inner : {}, rest, value) };
}

const compile = (...imports: readonly DynamicModule[]) => Test.createTestingModule({ imports: [...imports] }).compile();
const refusal = (options: unknown) => refusalOf(() => compile(CoodieModule.forRoot(options as CoodieModuleOptions)));
/** The same without Nest: many values are tried. */
const refusalOfScope = (options: unknown) =>
  refusalOf(() => {
    const discovery = { getProviders: () => [] } as unknown as DiscoveryService;
    return new ConnectionScope(options as CoodieModuleOptions, 'default', discovery, {});
  });
const problemsOf = async (options: unknown): Promise<readonly string[]> =>
  ((await refusal(options)) as InvalidOptionsError | undefined)?.problems ?? [];

describe('the options of forRoot', () => {
  it('are taken where they are right', async () => expect(await refusal(RIGHT)).toBeUndefined());

  it.each(pathsIn(RIGHT).map((path) => [path.join('.'), path] as const))(
    '%s: any other value is taken or refused, and nothing else',
    async (_, path) => {
      const taken: string[] = [];
      for (const value of WRONG_VALUES) {
        if ((await refusalOfScope(withValue(RIGHT, path, value))) === undefined) taken.push(nameOf(value));
      }
      // Values in the groups of the driver's options are the driver's to judge.
      if (path[0] === 'client' && path.length > 2) return;
      expect(taken.length).toBeLessThan(WRONG_VALUES.length / 2);
      // `null` is never an absent option.
      expect(taken).not.toContain('null');
    },
  );

  it.each(pathsIn(RIGHT).filter((path) => isTree(path.reduce<unknown>((tree, name) => (tree as Tree)[name], RIGHT))))(
    'have no unknown name in %s %s',
    async (...path) => {
      const names = path.filter((name) => name !== undefined && typeof name === 'string');
      // Names of data centres are the cluster's, and groups of the driver's options may be longer in another version.
      const isOpen = names.includes('replication') || (names[0] === 'client' && names.length > 1);
      const problems = await problemsOf(withValue(RIGHT, [...names, 'qqq'], 'wrong'));
      const found = problems.filter((problem) => problem.includes(`${names.join('.')}.qqq is no option`));
      expect(found).toHaveLength(isOpen ? 0 : 1);
    },
  );

  const client = RIGHT.client;
  it.each<[string, unknown, string]>([
    ['a mistyped one', { schema: { onBoostrap: 'off' } }, 'schema.onBoostrap is no option; did you mean onBootstrap?'],
    ['a mistyped one at the top', { shema: {} }, 'shema is no option; did you mean schema?'],
    [
      'one of another library',
      { synchronize: true },
      "synchronize is no option; did you mean schema: { onBootstrap: 'sync' }?",
    ],
    [
      'its other name',
      { migrations: { directory: 'x' } },
      'migrations.directory is no option; did you mean migrations.dir?',
    ],
    ['one too high', { onBootstrap: 'sync' }, 'did you mean schema.onBootstrap or migrations.onBootstrap?'],
    ['one that is like nothing', { frobnicate: 1 }, 'frobnicate is no option; the options are client, keyspace, '],
    [
      'a word of a choice',
      { schema: { onBootstrap: 'synch' } },
      'must be sync, verify, off, not "synch"; did you mean sync?',
    ],
    [
      'an option of the driver',
      { client: { ...client, localDatacentre: 'x' } },
      'client.localDatacentre is no option; did you mean localDataCenter?',
    ],
    ['the word of another driver', { client: { ...client, hosts: [] } }, 'did you mean client.contactPoints?'],
    [
      'one in a group of the driver',
      { client: { ...client, socketOptions: { readTimout: 1 } } },
      'client.socketOptions.readTimout is no option; did you mean readTimeout?',
    ],
    [
      'another keyspace in client',
      { client: { ...client, keyspace: 'other' } },
      'client.keyspace is "other", but keyspace is "shop": leave client.keyspace out',
    ],
    ['no client', { client: null }, 'client must be the options of cassandra-driver, or a Client, not null'],
    ['a client of no host', { client: { localDataCenter: 'dc1' } }, 'client.contactPoints is missing'],
    ['a value that the driver refuses', { client: { ...client, metrics: 1 } }, 'client: '],
    ['true', { createKeyspace: true }, 'createKeyspace must be an object, not true'],
    ['no replication', { createKeyspace: {} }, 'createKeyspace.replication is missing'],
    ['no class', { createKeyspace: { replication: { dc1: 3 } } }, 'createKeyspace.replication.class is missing'],
    [
      'no factor',
      { createKeyspace: { replication: { class: 'SimpleStrategy', dc1: {} } } },
      'createKeyspace.replication.dc1 must be a number of replicas, not an object',
    ],
    [
      'a quoted keyspace',
      { keyspace: 'a"b' },
      'keyspace: the name of a keyspace has 1 to 48 letters, digits and _, not "a\\"b"',
    ],
    ['a keyspace with a line break', { keyspace: 'a\nb' }, 'not "a\\nb"'],
    ['a long keyspace', { keyspace: 'x'.repeat(49) }, 'the name of a keyspace has 1 to 48'],
    ['an empty keyspace', { keyspace: '' }, 'the name of a keyspace has 1 to 48'],
    ['a name that is none', { name: 5 }, 'name must be a text, not 5'],
  ])('say what is wrong with %s', async (_, wrong, message) => {
    const problems = await problemsOf({ ...RIGHT, ...(wrong as object) });
    expect(problems).toEqual([expect.stringContaining(message)]);
  });

  it.each([[undefined], [null], [7], ['x'], [[]], [() => 1]])('are an object, not %p', async (options) => {
    expect(await problemsOf(options)).toEqual([expect.stringContaining('forRoot takes an object')]);
  });
});

describe('the options of forRootAsync', () => {
  const refusalOfAsync = async (options: unknown) =>
    (
      (await refusalOf(() =>
        compile(CoodieModule.forRootAsync(options as CoodieModuleAsyncOptions)),
      )) as InvalidOptionsError
    )?.problems;
  const right = { useFactory: () => RIGHT };

  it.each([[undefined], [null], [7], ['x'], [[]], [() => 1]])(
    'are refused where there are none: %p',
    async (options) => {
      expect(await refusalOfAsync(options)).toEqual([expect.stringContaining('forRootAsync takes an object')]);
    },
  );

  it.each([[undefined], [null], [7], ['x'], [[]], [Promise.resolve(null)], [Promise.resolve(undefined)]])(
    'are refused where the factory returns none: %p',
    async (returned) => {
      expect(await refusalOfAsync({ useFactory: () => returned })).toEqual([
        expect.stringContaining('must return one'),
      ]);
    },
  );

  it.each<[string, unknown, string]>([
    ['no factory', {}, 'forRootAsync needs useFactory, useClass or useExisting'],
    ['two factories', { ...right, useClass: class {} }, 'takes one of useFactory, useClass, not several'],
    ['a mistyped one', { ...right, injects: [] }, 'injects is no option; did you mean inject?'],
    ['one of forRoot', { ...right, keyspace: 'x' }, 'did you mean it in what useFactory'],
    ['a factory that is none', { useFactory: RIGHT }, 'useFactory must be a function, not an object'],
    ['a class without the method', { useClass: class {} }, 'needs a method createCoodieOptions()'],
    ['a name inside', { useFactory: () => ({ ...RIGHT, name: 'other' }) }, 'must stand beside useFactory'],
    ['no name', { ...right, name: null }, 'name must be a text, not null'],
  ])('say what is wrong with %s', async (_, wrong, message) => {
    expect(await refusalOfAsync(wrong)).toEqual([expect.stringContaining(message)]);
  });

  it.each(['name', 'isGlobal', 'imports', 'inject', 'useFactory', 'useClass', 'useExisting', 'extraProviders'])(
    '%s: no other value ends in anything but a refusal',
    async (name) => {
      const taken: unknown[] = [];
      for (const value of [null, 7, true, 'x', {}]) {
        const options = name.startsWith('use') ? { [name]: value } : { ...right, [name]: value };
        const isFine = (name === 'isGlobal' && value === true) || (name === 'name' && value === 'x');
        const [problem = ''] = (await refusalOfAsync(options)) ?? [];
        if (!isFine && !problem.includes(name)) taken.push(value);
      }
      expect(taken).toEqual([]);
    },
  );
});

describe('the arguments of forFeature', () => {
  const refusalOfFeature = (...given: readonly unknown[]) =>
    refusalOf(() =>
      compile(
        CoodieModule.forRoot(RIGHT as unknown as CoodieModuleOptions),
        CoodieModule.forFeature(...(given as [readonly EntityClass[]])),
      ),
    );

  it.each([[undefined], [null], [7], ['x'], [{}], [Thing]])('are a list of classes, not %p', async (entities) => {
    expect((await refusalOfFeature(entities))?.message).toContain('forFeature takes a list of classes: forFeature([');
  });

  it.each([[null], [7], [''], [{}], [[]], [Thing]])('name a connection, not %p', async (connection) => {
    expect((await refusalOfFeature([Thing], connection))?.message).toContain(
      'the connection of forFeature must be a text',
    );
  });

  it.each([[undefined], [null], [7], ['x'], [{}], [[Thing]], [() => Thing]])('hold no %p', async (entity) => {
    const module = await compile(
      CoodieModule.forRoot(RIGHT as unknown as CoodieModuleOptions),
      CoodieModule.forFeature([entity as EntityClass]),
    );
    const error = await refusalOf(() => module.get(SchemaService).plan());
    expect(error).toMatchObject({ code: 'COODIE_INVALID_ENTITIES' });
  });
});

describe('the options of the services', () => {
  type Methods = Readonly<Record<string, (...given: readonly unknown[]) => Promise<unknown>>>;
  let services: { readonly schema: Methods; readonly migrations: Methods };
  beforeAll(async () => {
    const module = await compile(
      CoodieModule.forRoot(RIGHT as unknown as CoodieModuleOptions),
      CoodieModule.forFeature([Thing]),
    );
    services = {
      schema: module.get<unknown, Methods>(SchemaService as never),
      migrations: module.get<unknown, Methods>(MigrationService as never),
    };
  });

  it.each<['schema' | 'migrations', string, readonly unknown[]]>([
    ['schema', 'sync', []],
    ['schema', 'syncTable', [Thing]],
    ['schema', 'plan', []],
    ['migrations', 'apply', []],
    ['migrations', 'plan', []],
    ['migrations', 'rollback', []],
    ['migrations', 'repair', []],
    ['migrations', 'baseline', []],
    ['migrations', 'log', []],
  ])(
    'of %s.%s are refused where they cannot be meant, before a connection is asked for',
    async (service, method, before) => {
      for (const options of [null, 7, 'x', [], () => 1, { dryRum: true }, { target: null }, { dryRun: 'yes' }]) {
        const error = await refusalOf(() => services[service][method]?.(...before, options));
        expect([options, error?.code]).toEqual([
          options,
          expect.stringMatching(/^COODIE_INVALID_(SYNC|MIGRATION)_OPTIONS$/),
        ]);
      }
    },
  );

  it.each<['schema' | 'migrations', string, unknown, string]>([
    ['schema', 'sync', { dryrun: true }, 'dryrun is no option; did you mean dryRun?'],
    ['migrations', 'apply', { dryrun: true }, 'dryrun is no option; did you mean dryRun?'],
    ['migrations', 'apply', { to: 'x' }, 'to is no option; the options are target, outOfOrder, dryRun, plan, lockWait'],
    ['migrations', 'apply', { plan: {} }, 'plan must be a plan, as `plan()` makes it, not an object'],
    ['migrations', 'rollback', { step: 2 }, 'step is no option; did you mean steps?'],
    ['migrations', 'rollback', { expected: 'x' }, 'expected must be a list of texts, not "x"'],
    [
      'migrations',
      'repair',
      { action: 'forgot' },
      'action must be done, not-done, accept, forget, not "forgot"; did you mean forget?',
    ],
    ['migrations', 'baseline', {}, 'target is missing'],
  ])('%s.%s says what is wrong with %j', async (service, method, options, message) => {
    const error = await refusalOf(() => services[service][method]?.(options));
    expect((error as InvalidOptionsError | undefined)?.problems).toEqual([message]);
  });

  it.each([[undefined], [null], [7], ['x'], [{}], [[]], [() => 1], [class Plain {}]])(
    'syncTable takes an entity, not %p',
    async (entity) => {
      expect(await refusalOf(() => services.schema['syncTable']?.(entity))).toMatchObject({
        code: 'COODIE_INVALID_ENTITIES',
      });
    },
  );
});
