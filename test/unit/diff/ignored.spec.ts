import {
  declarableWithoutIgnored,
  ignoredDeclarations,
  ignoredDrops,
  keptByIgnore,
  withoutIgnored,
} from '../../../lib/core/diff/ignored.js';
import { DEFAULT_POLICY } from '../../../lib/core/diff/risk.js';
import { namePatternProblem, patternOf } from '../../../lib/core/model/identifier.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { planSchema } from '../../../lib/core/plan/plan-schema.js';
import { index, table, userType, view } from '../../support/models.js';

const schema = (parts: Partial<SchemaModel>): SchemaModel => ({
  keyspace: 'catalog',
  types: [],
  tables: [],
  views: [],
  ...parts,
});

const LIVE = schema({
  types: [
    userType('place', { town: 'text' }),
    userType('actor', { name: 'text', home: 'frozen<place>' }),
    userType('audit_kind', { name: 'text' }),
    userType('address', { street: 'text' }),
    userType('lonely', { x: 'int' }),
  ],
  tables: [
    table('audit_log', { columns: { by: 'frozen<actor>', kind: 'frozen<audit_kind>', of: 'frozen<address>' } }),
    table('products', { columns: { maker: 'frozen<address>' } }),
    table('Audit_upper'),
  ],
  views: [
    view('log_by_kind', 'audit_log', {}),
    view('audit_products', 'products', {}),
    view('by_maker', 'products', {}),
  ],
});

const namesIn = ({ tables, views, types }: SchemaModel) =>
  [tables, views, types].map((all) => all.map(({ name }) => name));

describe('patterns of names', () => {
  it.each([
    ['audit_*', 'audit_log', true],
    ['audit_*', 'audit_', true],
    ['audit_*', 'my_audit_log', false],
    ['audit_*', 'Audit_log', false],
    ['audit', 'audit_log', false],
    ['*_log', 'audit_log', true],
    ['a*t_*g', 'audit_log', true],
    ['**', 'audit_log', true],
    ['*', 'audit_log', true],
  ])('%s and %s: %s', (pattern, name, matches) => {
    expect(patternOf(name, ['other', pattern])).toBe(matches ? pattern : undefined);
  });

  it.each(['', 'a b', 'catalog.audit_*', 'audit_?', '/audit/', 'audit_[ab]', '!audit', 'audit_*,old_*', 7, undefined])(
    'refuses %j',
    (pattern) => expect(namePatternProblem(pattern)).toContain('is no pattern of names'),
  );

  it.each(['audit_*', 'OldOrders', '*', 'a1_*_b'])('takes %j', (pattern) => {
    expect(namePatternProblem(pattern)).toBeUndefined();
  });
});

describe('schema.ignore', () => {
  it.each([
    ['nothing', [], namesIn(LIVE)],
    [
      'a table, its views, its names of views and types, and the types of it alone',
      ['audit_*'],
      [['products', 'Audit_upper'], ['by_maker'], ['address', 'lonely']],
    ],
    [
      'a view',
      ['by_maker'],
      [['audit_log', 'products', 'Audit_upper'], ['log_by_kind', 'audit_products'], namesIn(LIVE)[2]],
    ],
    ['a type', ['lonely'], [...namesIn(LIVE).slice(0, 2), ['place', 'actor', 'audit_kind', 'address']]],
    ['everything', ['*'], [[], [], []]],
  ])('hides %s', (_, ignore, names) => {
    expect(namesIn(withoutIgnored(LIVE, ignore))).toEqual(names);
  });

  it('shows a type that is declared, though only an ignored table is made of it', () => {
    expect(namesIn(withoutIgnored(LIVE, ['audit_*'], new Set(['actor'])))[2]).toContain('actor');
  });

  it('leaves in what is pulled each type that a table needs', () => {
    expect(namesIn(declarableWithoutIgnored(LIVE, ['add*', 'audit_*']))).toEqual([
      ['products', 'Audit_upper'],
      ['by_maker'],
      ['address', 'lonely'],
    ]);
  });

  it.each([
    ['nothing', [], [[], [], []]],
    [
      'tables, with the types that they are made of, at any depth',
      ['audit_log'],
      [['audit_log'], ['log_by_kind'], ['place', 'actor', 'audit_kind', 'address']],
    ],
    ['the table of a view', ['by_maker'], [['products'], ['by_maker'], ['address']]],
    ['types, with those in them', ['actor'], [[], [], ['place', 'actor']]],
  ])('keeps from a reset %s', (_, ignore, names) => {
    expect(namesIn(keptByIgnore(LIVE, ignore))).toEqual(names);
  });

  it('neither reports nor notes nor drops what is ignored, whatever the policy allows', () => {
    const old = table('audit_old', { unmanaged: ['compact storage'], indexes: [index('i', 'id')] });
    const policy = { allow: 'destructive', dropRemovedIndexes: true, drop: { tables: [], columns: [] } } as const;
    const actual = schema({ ...LIVE, tables: [...LIVE.tables.slice(0, 2), old] });
    const desired = schema({
      tables: [table('products', { columns: { maker: 'frozen<address>' } })],
      types: [userType('address', { street: 'text' })],
    });
    const plan = planSchema(actual, desired, { policy, ignore: ['audit_*', 'by_maker', 'lonely'] });
    expect(plan).toMatchObject({ changes: [], drift: [], notes: [], statements: [] });
    expect(planSchema(actual, desired, { policy: DEFAULT_POLICY }).drift).not.toEqual([]);
  });

  it('sees an index of an ignored table, whose name is taken in the keyspace', () => {
    const actual = schema({
      tables: [
        table('audit_log', { indexes: [index('by_id', 'id')] }),
        table('products', { columns: { brand: 'text' } }),
      ],
    });
    const desired = schema({
      tables: [table('products', { columns: { brand: 'text' }, indexes: [index('by_id', 'brand')] })],
    });
    const server = {
      kind: 'cassandra',
      version: { major: 5, minor: 0 },
      materializedViews: true,
      sasi: true,
      cdc: true,
    } as const;
    const { changes } = planSchema(actual, desired, { policy: DEFAULT_POLICY, server, ignore: ['audit_*'] });
    expect(changes).toMatchObject([{ risk: 'impossible', change: { kind: 'blocked' } }]);
  });

  it('names every declaration and every drop that it contradicts', () => {
    const declared = schema({
      tables: [table('audit_log', { declaredBy: 'AuditLog' }), table('products')],
      views: [view('audit_view', 'products', { declaredBy: 'AuditView' })],
      types: [{ ...userType('audit_kind', { x: 'int' }), declaredBy: 'AuditKind' }],
    });
    expect(ignoredDeclarations(declared, ['x', 'audit_*'])).toEqual([
      'schema.ignore: "audit_*" leaves table audit_log alone, but AuditLog declares it',
      'schema.ignore: "audit_*" leaves view audit_view alone, but AuditView declares it',
      'schema.ignore: "audit_*" leaves type audit_kind alone, but AuditKind declares it',
    ]);
    expect(ignoredDrops({ tables: ['audit_log', 'old'], columns: ['audit_log.x', 'old.y'] }, ['audit_*'])).toEqual([
      'schema.drop.tables names audit_log, which schema.ignore leaves alone ("audit_*")',
      'schema.drop.columns names audit_log.x, which schema.ignore leaves alone ("audit_*")',
    ]);
  });
});
