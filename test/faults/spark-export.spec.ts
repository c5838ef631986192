import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hosts, useProject } from '../e2e/cli/project.js';
import { useKeyspace } from '../support/cassandra.js';
import { itWithPySpark, jarsBeside, pySparkHome } from '../support/pyspark.js';

const ROWS = Number(process.env['COODIE_SPARK_ROWS'] ?? 20_000);
const SOME = 1_000;
/** Rows that the job in Python copies. */
const FEW = 2_000;

const COPY = `import type { CopyDefinition } from 'nestjs-coodie';

export default {
  from: 'users',
  to: 'people',
  map: { full_name: 'name', 'Wo\`rd s\\\\': 'words' },
} satisfies CopyDefinition;
`;

const COPY_FEW = COPY.replace("'users'", "'few'").replace("'people'", "'few_people'");

const SPLIT = `import type { BackfillDefinition } from 'nestjs-coodie';

export default {
  table: 'names',
  columns: ['name'],
  row: ({ id, at, name }) => ({
    cql: 'UPDATE names SET first_name = ?, length = ? WHERE id = ? AND at = ?',
    params: [String(name).split(' ')[0], String(name).length, id, at],
  }),
  sql: { first_name: "split(name, ' ', 2)[0]", length: 'length(name)' },
} satisfies BackfillDefinition;
`;

/** Packages that Spark reaches into; spark-submit opens them itself. */
const OPENED = [
  'java.lang',
  'java.lang.invoke',
  'java.lang.reflect',
  'java.io',
  'java.net',
  'java.nio',
  'java.util',
  'java.util.concurrent',
  'java.util.concurrent.atomic',
  'sun.nio.ch',
  'sun.nio.cs',
  'sun.security.action',
  'sun.util.calendar',
].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);

/** Commands, and the advice where one is missing or fails. */
const HOW = {
  mvn: 'Maven fetches Spark: install it (Debian: apt-get install maven)',
  java: 'Spark runs on Java 17: install a JDK (Debian: apt-get install openjdk-17-jdk-headless)',
  python3: 'The job in Python is compiled: install Python 3',
  'spark-submit': 'PySpark runs on Java 8, 11 or 17',
};

/** Runs a tool to its end; a missing one and a failure say what to do. */
function runTool(tool: keyof typeof HOW, args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}) {
  // That of PySpark is not on the path.
  const { SPARK_HOME: home } = more;
  const program = home === undefined ? tool : join(home, 'bin', tool);
  return new Promise<string>((done, fail) => {
    const options = {
      cwd,
      env: { ...process.env, ...more },
      maxBuffer: 2 ** 26,
      timeout: 500_000,
      killSignal: 'SIGKILL',
    } as const;
    execFile(program, args, options, (error, stdout, stderr) => {
      if (!error) return done(stdout);
      if (error.code === 'ENOENT') return fail(new Error(`There is no ${tool} on the path. ${HOW[tool]}.`));
      const lines = `${stdout}${stderr}`.trim().split('\n');
      const last = lines
        .filter((line) => !/ INFO |^\s+at /.test(line))
        .slice(-60)
        .join('\n');
      return fail(new Error(`${tool} ${args.slice(-3).join(' ')} failed. ${HOW[tool]}.\n${last}`));
    });
  });
}

describe('a backfill that Spark does', () => {
  const keyspace = useKeyspace('spark');
  const project = useProject({
    'backfills/copy-users.ts': COPY,
    'backfills/copy-few.ts': COPY_FEW,
    'backfills/split.ts': SPLIT,
    'migrations/README.md': '',
  });
  const run = (cql: string, params: readonly unknown[] = []) =>
    keyspace.client.execute(cql, [...params], { prepare: true });
  const coodie = (...args: readonly string[]) => project.coodie([...args, '--keyspace', keyspace.name, ...hosts()]);
  const fill = async (count: number, insert: (id: number) => Promise<unknown>) => {
    const ids = Array.from({ length: count }, (_, id) => id).values();
    const writer = async () => {
      for (const id of ids) await insert(id);
    };
    await Promise.all(Array.from({ length: 64 }, writer));
  };
  /** The jars that an exported job needs, which its own project names. */
  const jarsOf = async (folder: string) => {
    const classpath = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';
    await runTool('mvn', ['-B', '-q', 'compile', classpath, '-Dmdep.outputFile=classpath.txt'], folder);
    return readFileSync(join(folder, 'classpath.txt'), 'utf8').trim();
  };
  const connection = () => {
    const [first = ''] = (process.env['CASSANDRA_CONTACT_POINTS'] ?? '').split(',');
    const [host, port = '9042'] = first.split(':');
    const dataCenter = process.env['CASSANDRA_LOCAL_DC'] ?? 'datacenter1';
    return { COODIE_HOSTS: host, COODIE_PORT: port, COODIE_LOCAL_DC: dataCenter };
  };
  /** Compiles an exported job, and runs it within this machine. */
  const runJob = async (directory: string) => {
    const folder = join(project.path, directory);
    const jars = await jarsOf(folder);
    await runTool('python3', ['-m', 'py_compile', 'copy_job.py'], folder);
    const spark = ['-Dspark.master=local[2]', '-Dspark.ui.enabled=false', '-Xmx1g'];
    const CLASSPATH = `target/classes:${jars}`;
    await runTool('java', [...spark, ...OPENED, 'CopyJob'], folder, { CLASSPATH, ...connection() });
  };
  /** Runs the same job in Python. */
  const runPythonJob = async (directory: string) => {
    const folder = join(project.path, directory);
    const home = await pySparkHome();
    const jars = jarsBeside(home, await jarsOf(folder)).join(',');
    const options = ['--master', 'local[2]', '--driver-memory', '1g', '--conf', 'spark.ui.enabled=false'];
    const python = join(home, '../../../../bin/python3');
    const environment = { SPARK_HOME: home, PYSPARK_PYTHON: python, PYSPARK_DRIVER_PYTHON: python, ...connection() };
    await runTool('spark-submit', [...options, '--jars', jars, 'copy_job.py'], folder, environment);
  };

  beforeAll(async () => {
    const columns =
      'name text, age int, seen timestamp, device uuid, address inet, words set<text>, raw blob, flags map<text, frozen<list<int>>>';
    for (const table of ['users', 'few']) await run(`CREATE TABLE ${table} (id int PRIMARY KEY, ${columns})`);
    const target = columns
      .replace('name', 'full_name')
      .replace('age int', 'age bigint')
      .replace('words', '"Wo`rd s\\"');
    for (const table of ['people', 'few_people'])
      await run(`CREATE TABLE ${table} (id int PRIMARY KEY, ${target}, extra text)`);
    await run('CREATE TABLE names (id int, at int, name text, first_name text, length int, PRIMARY KEY (id, at))');
    const insert =
      'INSERT INTO users (id, name, age, seen, device, address, words, raw, flags) VALUES ' +
      "(?, ?, ?, ?, 50554d6e-29bb-11e5-b345-feff819cdc9f, '2001:db8::1', {'b', 'a'}, 0x00ff, {'x': [1, 2]})";
    const valuesOf = (id: number) => [id, `n${id} é😀`, id % 3 ? id : null, new Date(id * 1_001)];
    await fill(ROWS, (id) => run(insert, valuesOf(id)));
    await fill(FEW, (id) => run(insert.replace('users', 'few'), valuesOf(id)));
    await run('INSERT INTO users (id) VALUES (-1)');
    const name = 'INSERT INTO names (id, at, name) VALUES (?, ?, ?)';
    await fill(SOME, (id) => run(name, [id % 100, id, `n${id} x y`]));
  }, 300_000);

  it('copies every value, with a time that loses against what the application writes after the start', async () => {
    const exported = await coodie('backfill', 'export', 'copy-users', '--spark', 'job');
    expect(exported).toMatchObject({ code: 0 });
    expect(exported.stdout).toContain('coodie backfill verify copy-users --hash --finish');
    expect(await coodie('backfill', 'verify', 'copy-users', '--hash')).toMatchObject({ code: 3 });
    const later = (BigInt(Date.now()) + 3_600_000n) * 1_000n;
    await run("UPDATE people USING TIMESTAMP ? SET full_name = 'n7 é😀', extra = 'own' WHERE id = 7", [String(later)]);
    await run("UPDATE users SET name = 'older' WHERE id = 7");
    await runJob('job');
    const { rows } = await run('SELECT full_name, extra FROM people WHERE id = 7');
    expect(rows[0]).toMatchObject({ full_name: 'n7 é😀', extra: 'own' });
    await run("UPDATE users SET name = 'n7 é😀' WHERE id = 7");
    const verified = await coodie('backfill', 'verify', 'copy-users', '--hash');
    expect(verified.stdout).toContain('the values are equal');
    expect(verified).toMatchObject({ code: 0 });
  }, 600_000);

  it('computes columns by the `sql` of a backfill as its `row` does', async () => {
    expect(await coodie('backfill', 'export', 'split', '--spark', 'split')).toMatchObject({ code: 0 });
    await runJob('split');
    expect(await coodie('backfill', 'verify', 'split')).toMatchObject({ code: 0 });
  }, 600_000);

  itWithPySpark(
    'runs in Python as well, and its verification finishes the backfill',
    async () => {
      expect(await coodie('backfill', 'export', 'copy-few', '--spark', 'few')).toMatchObject({ code: 0 });
      await runPythonJob('few');
      const verified = await coodie('backfill', 'verify', 'copy-few', '--hash', '--finish');
      expect(verified.stdout).toContain(`few: ${FEW.toLocaleString('en')} rows`);
      expect(verified.stdout).toContain('copy-few is finished.');
      expect(verified).toMatchObject({ code: 0 });
      expect(await coodie('backfill', 'status', 'copy-few', '--check')).toMatchObject({ code: 0 });
    },
    900_000,
  );
});
