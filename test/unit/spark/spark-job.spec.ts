import type { CopyColumn, CopyPlan, CopyTable } from '../../../lib/core/copy/plan-copy.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';
import { planColumnsJob, planCopyJob, type SparkJob } from '../../../lib/core/spark/plan-spark-job.js';
import { javaText, renderJavaJob } from '../../../lib/core/spark/render-java-job.js';
import { pythonText, renderPythonJob } from '../../../lib/core/spark/render-python-job.js';
import { sparkFiles } from '../../../lib/core/spark/spark-files.js';

const column = (name: string, type: string, kind: CopyColumn['kind'] = 'regular'): CopyColumn => ({
  name,
  type: parseCqlType(type),
  kind,
});
const table = (name: string, ...more: readonly CopyColumn[]): CopyTable => ({
  name,
  columns: [column('id', 'int', 'partition_key'), column('at', 'timestamp', 'clustering'), ...more],
});
const PLACED = { name: 'split', keyspace: 'ks' };
const HOSTILE = 'a"b\\u0022`\n\'é😀\u202E$(rm)${x}';

function copyOf(type: string, kind: CopyColumn['kind'] = 'regular', preserve: CopyPlan['preserve'] = 'none') {
  const [from, to] = [table('a', column('v', type, kind)), table('b', column('v', type, kind))];
  return planCopyJob(
    { from, to, columns: to.columns.map((target) => ({ target, source: target.name })), preserve },
    PLACED,
  );
}

describe('a job for Spark', () => {
  it('copies columns by name', () => {
    const [from, to] = [table('a', column('old`name', 'text')), table('b', column('new', 'text'))];
    const columns = to.columns.map((target) => ({ target, source: target.name === 'new' ? 'old`name' : target.name }));
    expect(planCopyJob({ from, to, columns, preserve: 'none' }, PLACED)).toEqual({
      ...PLACED,
      from: 'a',
      to: 'b',
      columns: [
        { name: 'id', expression: '`id`' },
        { name: 'at', expression: '`at`' },
        { name: 'new', expression: '`old``name`' },
      ],
    });
  });

  it.each([
    'int',
    'bigint',
    'double',
    'text',
    'blob',
    'uuid',
    'inet',
    'date',
    'time',
    'timestamp',
    'duration',
    'boolean',
    'list<int>',
    'set<text>',
    'map<text, frozen<list<int>>>',
    'vector<float, 2>',
  ])('keeps %s', (type) => expect(copyOf(type)).not.toHaveProperty('problems'));

  it.each([
    ['varint', 'loses values of more than 38 digits'],
    ['list<decimal>', 'gets 18 decimal places'],
    ['tuple<int, text>', 'is or has a tuple'],
    ['map<text, frozen<address>>', 'is or has a user type'],
    ['frozen<set<int>>', 'is a frozen collection'],
    ['counter', 'is a counter'],
    ["'org.example.Own'", 'is of a class that Spark does not know'],
  ])('refuses %s', (type, problem) => {
    const { problems } = copyOf(type) as { readonly problems: readonly string[] };
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain(problem);
  });

  it('refuses static columns and times that are to be kept', () => {
    expect(copyOf('text', 'static')).toEqual({
      problems: ['a has static columns: a partition that has nothing else would stop the job'],
    });
    expect(copyOf('text', 'regular', 'ttl')).toEqual({
      problems: ["preserve: 'ttl' does not travel: the job knows no time of a value"],
    });
  });

  it('refuses names that the connector would not quote', () => {
    const users = table('users', column('a"b', 'text'));
    expect(planColumnsJob(users, { 'a"b': '1' }, PLACED)).toEqual({
      problems: ['users.a"b (text) has a quotation mark in its name, which the connector does not escape'],
    });
  });

  it('sets columns of a table to expressions, and none of its key', () => {
    const users = table('users', column('name', 'text'), column('first', 'text'), column('sum', 'decimal'));
    expect(planColumnsJob(users, { first: "split(name, ' ', 2)[0]" }, PLACED)).toMatchObject({
      from: 'users',
      to: 'users',
      columns: [{ name: 'id' }, { name: 'at' }, { name: 'first', expression: "(split(name, ' ', 2)[0])" }],
    });
    expect(planColumnsJob(users, { firts: '1', id: '1', sum: '1' }, PLACED)).toEqual({
      problems: [
        expect.stringMatching(/^sql: users has no column firts.*first/),
        'sql: id is part of the primary key of users',
        'users.sum (decimal) gets 18 decimal places in Spark',
      ],
    });
  });

  it.each([
    ['plain', '"plain"', '"plain"'],
    ['a"b\\', String.raw`"a\"b\\"`, String.raw`"a\"b\\"`],
    ['\n1\u0000', String.raw`"\u000a1\u0000"`, String.raw`"\0121\000"`],
    ['é\u202E', String.raw`"\u00e9\u202e"`, String.raw`"\u00e9\u202e"`],
    ['😀', String.raw`"\U0001f600"`, String.raw`"\ud83d\ude00"`],
    ['\\u0022', String.raw`"\\u0022"`, String.raw`"\\u0022"`],
  ])('has %j as a literal', (text, python, java) => {
    expect(pythonText(text)).toBe(python);
    expect(javaText(text)).toBe(java);
  });

  it('has names and expressions in literals of ASCII alone, and no host or password', () => {
    const job: SparkJob = {
      name: HOSTILE,
      keyspace: HOSTILE,
      from: HOSTILE,
      to: HOSTILE,
      columns: [{ name: HOSTILE, expression: HOSTILE }],
    };
    for (const [text, literal] of [
      [renderPythonJob(job), pythonText(HOSTILE)],
      [renderJavaJob(job), javaText(HOSTILE)],
    ] as const) {
      expect(text).toMatch(/^[\n\u0020-\u007E]*$/);
      expect(text.split(literal)).toHaveLength(5);
      expect(text).toContain('COODIE_PASSWORD');
      expect(text).not.toMatch(/password["']?\s*[:,=]\s*["'](?!COODIE_PASSWORD)/);
    }
  });

  it('is three files with fixed versions', () => {
    const job = planColumnsJob(table('users', column('first', 'text')), { first: 'name' }, PLACED) as SparkJob;
    const files = new Map(sparkFiles(job).map(({ fileName, text }) => [fileName, text]));
    expect([...files.keys()]).toEqual(['copy_job.py', 'pom.xml', 'src/main/java/CopyJob.java']);
    expect(files.get('pom.xml')).toMatch(/spark-sql_2\.12<\/artifactId>\s*<version>3\.5\.7/);
    expect(files.get('pom.xml')).toMatch(/spark-cassandra-connector_2\.12<\/artifactId>\s*<version>3\.5\.1/);
  });
});
