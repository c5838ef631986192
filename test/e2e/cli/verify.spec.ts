import { useKeyspace } from '../../support/cassandra.js';
import { ADD_RATING, CREATE_REVIEWS } from './files.js';
import { hosts, useProject } from './project.js';

const CODE = (body: string) => `import { Migration, type MigrationContext } from 'nestjs-coodie';
export default class Code extends Migration {
  async upgrade(context: MigrationContext): Promise<void> {
    ${body}
  }
}
`;

const FILL = `import { Migration, type MigrationContext } from 'nestjs-coodie';
export default class Fill extends Migration {
  async upgrade(context: MigrationContext): Promise<void> {
    for (const { id } of await context.execute('SELECT id FROM catalog.reviews'))
      await context.execute('UPDATE reviews SET rating = 1 WHERE id = ?', [id]);
  }
  override async downgrade(): Promise<void> {}
}
`;

/** A server never takes a counter back that was dropped. */
const COUNTER = `-- upgrade
CREATE TABLE catalog.visits (id int PRIMARY KEY, total counter, seen counter);
ALTER TABLE visits DROP seen;
-- downgrade
DROP TABLE visits;
-- allow-destructive
`;

const ONE_WAY = `-- upgrade
ALTER TABLE visits ADD late counter;
-- downgrade
ALTER TABLE visits DROP late;
`;

/** Its way down leaves a column behind, and takes a row away. */
const HALF_BACK = CODE(`await context.execute('ALTER TABLE reviews ADD tag text');`).replace(
  /\n}\n$/,
  `
  override async downgrade(context: MigrationContext): Promise<void> {
    for (const { id } of await context.execute('SELECT id FROM reviews'))
      await context.execute('UPDATE reviews SET author = null WHERE id = ?', [id]);
  }
}
`,
);

const SEED = `-- before: 20260115_002
INSERT INTO catalog.reviews (id, author) VALUES (11111111-1111-4111-8111-111111111111, 'Ada');
`;

const REVIEW = `import { Column, Entity, PartitionKey } from 'nestjs-coodie';
@Entity({ name: 'reviews' })
export class Review {
  @PartitionKey('uuid') id!: string;
  @Column('text') author!: string;
  @Column('text') title!: string;
  @Column('int') rating!: number;
}
`;

const VISIT = `import { Column, Entity, PartitionKey } from 'nestjs-coodie';
@Entity({ name: 'visits' })
export class Visit {
  @PartitionKey('int') id!: number;
  @Column('counter') total!: unknown;
  @Column('counter') late!: unknown;
}
`;

interface Step {
  readonly outcome: string;
  readonly message?: string;
}

interface Verification {
  readonly migrations: readonly {
    readonly name: string;
    readonly up: Step;
    readonly down: Step;
    readonly again: Step;
    readonly differences: readonly unknown[];
    readonly lost: readonly unknown[];
    readonly unproven: readonly string[];
  }[];
  readonly entities: readonly unknown[] | null;
  readonly live: readonly unknown[] | null;
}

const outcomes = ({ migrations }: Verification) =>
  migrations.map(({ up, down, again }) => [up.outcome, down.outcome, again.outcome].join(' '));

describe('coodie migrate verify', () => {
  const live = useKeyspace('cli_verify');
  const project = useProject({
    'package.json': '{ "type": "module" }',
    'good/20260115_001_create_reviews.cql': CREATE_REVIEWS,
    'good/20260115_002_add_rating.ts': ADD_RATING,
    'good/20260115_003_fill.ts': FILL,
    'good/20260115_004_visits.cql': COUNTER,
    'good/20260115_005_late.cql': ONE_WAY,
    'good/20260115_006_shop.cql': `CREATE TABLE shop.orders (id int PRIMARY KEY);`,
    'half/20260115_001_create_reviews.cql': CREATE_REVIEWS,
    'half/20260115_002_half_back.ts': HALF_BACK,
    'half/20260115_003_escape.ts': CODE(
      `await context.execute(['INSERT INTO system', 'auth.roles (role) VALUES (1)'].join('_'));`,
    ),
    'slow/20260115_001_slow.ts': CODE(
      `if (context.dryRun) return;
    process.stderr.write('waiting');
    await new Promise(() => setInterval(() => {}, 1000));`,
    ),
    'twice/20260115_001_create_reviews.cql': CREATE_REVIEWS,
    'twice/20260115_002_again.cql': CREATE_REVIEWS,
    'plain/20260115_001_create_reviews.cql': CREATE_REVIEWS,
    'plain/20260115_002_add_rating.ts': ADD_RATING,
    'plain/20260115_003_tags.cql': 'CREATE TABLE tags (id int PRIMARY KEY);',
    'last/20260115_001_visits.cql': COUNTER,
    'last/20260115_002_late.cql': ONE_WAY,
    'visits/visit.ts': VISIT,
    'entities/review.ts': REVIEW,
    'seed.cql': SEED,
  });
  const flags = (dir: string) => ['migrate', 'verify', '--keyspace', 'catalog', '--migrations-dir', dir];
  const onCluster = (dir: string) => [...flags(dir), '--scratch-on-cluster', ...hosts()];
  const scratchKeyspaces = async () => {
    const { rows } = await live.client.execute('SELECT keyspace_name FROM system_schema.keyspaces');
    return rows.map((row) => String(row['keyspace_name'])).filter((name) => /^coodie_verify_|^shop$/.test(name));
  };
  afterEach(async () => {
    const left = await scratchKeyspaces();
    if (left.length > 0) throw new Error(`Left behind: ${left.join(', ')}`);
  });

  it('runs each migration up, down and up again in scratch keyspaces, with rows, and compares the entities', async () => {
    const args = [...onCluster('good'), '--entities', 'entities', '--seed', 'seed.cql', '--json'];
    const { code, stdout, stderr } = await project.coodie(args);
    expect([code, stderr]).toEqual([3, '']);
    const found = JSON.parse(stdout) as Verification;
    expect(outcomes(found)).toEqual([
      'done done done',
      'done done done',
      'done done done',
      'done done done',
      'done done one-way',
      'done irreversible not-run',
    ]);
    expect(found.migrations[4]?.again.message).toContain('previously dropped counter');
    expect(
      found.migrations.flatMap(({ differences, lost, unproven }) => [...differences, ...lost, ...unproven]),
    ).toEqual([]);
    expect(found.entities).toMatchObject([
      { sign: '+', table: 'reviews', subject: 'title', by: null },
      { sign: '−', table: 'visits', by: '20260115_004_visits.cql' },
    ]);
  });

  it('compares the entities with what the last migration leaves, also where it cannot be run a second time', async () => {
    const { code, stdout } = await project.coodie([...onCluster('last'), '--entities', 'visits', '--json']);
    const found = JSON.parse(stdout) as Verification;
    expect(outcomes(found)).toEqual(['done done done', 'done done one-way']);
    expect([code, found.entities]).toEqual([0, []]);
  });

  it('fails where the way down does not lead back, or loses a row', async () => {
    const { code, stdout } = await project.coodie([...onCluster('half'), '--seed', 'seed.cql', '--json']);
    const { migrations, entities } = JSON.parse(stdout) as Verification;
    expect([code, entities]).toEqual([1, null]);
    expect(migrations[0]?.differences).toEqual([]);
    expect(migrations[1]?.differences).toMatchObject([{ after: 'down', sign: '+', table: 'reviews', subject: 'tag' }]);
    expect(migrations[1]?.lost).toMatchObject([{ after: 'down', table: 'reviews', column: 'author' }]);
    expect(migrations[2]?.up).toMatchObject({ outcome: 'stopped' });
    expect(migrations[2]?.up.message).toContain('names the keyspace system_auth, and was not sent');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('drops the scratch keyspaces after %s, twice', async (signal) => {
    const running = project.start(onCluster('slow'));
    await running.printed('waiting');
    expect(await scratchKeyspaces()).toHaveLength(1);
    running.kill(signal);
    running.kill(signal);
    expect((await running.ended).code).toBe(signal === 'SIGINT' ? 130 : 143);
  });

  it('names both files of a contradiction, and starts no server', async () => {
    const { code, stderr } = await project.coodie(flags('twice'), { PATH: '', JAVA_HOME: '' });
    expect(code).toBe(1);
    expect(stderr).toContain(
      '20260115_002_again.cql:3:1 creates reviews, which 20260115_001_create_reviews.cql has created',
    );
  });

  it('starts a server of its own, takes what is before --since for granted, and compares the live keyspace', async () => {
    await live.client.execute('CREATE TABLE reviews (id uuid PRIMARY KEY, author text, rating text, mine int)');
    const args = ['--since', '20260115_001', '--against-live', '--keyspace', live.name, ...hosts(), '--json'];
    const { code, stdout } = await project.coodie(['migrate', 'verify', '--migrations-dir', 'plain', ...args]);
    const found = JSON.parse(stdout) as Verification;
    expect(code).toBe(3);
    expect(outcomes(found)).toEqual(['done done done', 'done irreversible not-run']);
    expect(found.live).toMatchObject([
      { sign: '+', table: 'tags', by: '20260115_003_tags.cql' },
      { sign: '−', table: 'reviews', subject: 'mine', by: null },
      { sign: '~', table: 'reviews', subject: 'rating', by: '20260115_002_add_rating.ts' },
    ]);
  });

  it('says why a server cannot be started', async () => {
    const { code, stderr } = await project.coodie([...flags('plain'), '--cassandra-version', '5.9.9'], { PATH: '' });
    expect(code).toBe(1);
    expect(stderr).toContain('The jars of Cassandra 5.9.9 are not in the cache');
  });
});
