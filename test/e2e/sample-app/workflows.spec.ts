import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { useKeyspace } from '../../support/cassandra.js';
import { environmentOf, SAMPLE_APP } from './sample-app.js';

interface Workflow {
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly env?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string }[];
}

const ROOT = join(SAMPLE_APP, '..');
const CHECKS = ['npx coodie migrate lint', 'npx coodie migrate generate --check', 'npx coodie migrate verify'];

const jobOf = (file: string, job: string): Job => {
  const { jobs } = parse(readFileSync(join(SAMPLE_APP, '.github/workflows', file), 'utf8')) as Workflow;
  return jobs[job] ?? { steps: [] };
};
const pullRequest = jobOf('pull-request.yml', 'schema');
const deploy = jobOf('deploy.yml', 'deploy');

const stepsOf = ({ steps }: Job) => steps.flatMap(({ run }) => run ?? []);
/** All steps but the installation: the packages of the repository stand in for it. */
const [installs, builds] = [/^npm ci\b/, 'npm run build'] as const;

describe("the sample application's workflows, step by step", () => {
  jest.setTimeout(300_000);
  const keyspace = useKeyspace('sample_workflows');
  const checkout = mkdtempSync(join(tmpdir(), 'coodie-workflows-'));
  const project = join(checkout, 'sample-app');
  const environment = (job: Job) => {
    const plain = Object.entries(job.env ?? {}).filter(([, value]) => !value.startsWith('${{'));
    return { ...process.env, ...environmentOf(keyspace.name), ...Object.fromEntries(plain) };
  };
  const run = (command: string, job: Job) =>
    new Promise<{ readonly code: number; readonly output: string }>((resolve) => {
      const options = { cwd: project, env: environment(job), timeout: 120_000 };
      execFile('sh', ['-c', command], options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
      );
    });
  /** Runs the steps until one fails; answers each with its exit code. */
  const follow = async (job: Job) => {
    const ended: (readonly [step: string, code: number])[] = [];
    for (const step of stepsOf(job).filter((step) => !installs.test(step))) {
      const { code, output } = await run(step, job);
      ended.push([step, code]);
      if (code !== 0) return { ended, output };
    }
    return { ended, output: '' };
  };
  const allOf = (job: Job) => ({
    ended: stepsOf(job)
      .filter((step) => !installs.test(step))
      .map((step) => [step, 0]),
    output: '',
  });

  beforeAll(() => {
    const isSource = (path: string) => !/sample-app\/(dist|node_modules)/.test(path);
    cpSync(SAMPLE_APP, project, { recursive: true, filter: isSource });
    cpSync(join(ROOT, 'tsconfig.json'), join(checkout, 'tsconfig.json'));
    symlinkSync(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
    const bin = join(project, 'node_modules/.bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'coodie'), `#!/bin/sh\nexec node ${join(ROOT, 'dist/cli/bin.js')} "$@"\n`);
    chmodSync(join(bin, 'coodie'), 0o755);
  });
  afterAll(() => rmSync(checkout, { recursive: true, force: true }));

  it('install, build and check', () => {
    expect(stepsOf(pullRequest)).toEqual(['npm ci', builds, ...CHECKS]);
    expect(stepsOf(deploy).slice(0, 2)).toEqual([expect.stringMatching(installs), builds]);
  });

  it('let the application pass as it is, and deploy it to an empty keyspace', async () => {
    expect(await follow(pullRequest)).toEqual(allOf(pullRequest));
    expect(await follow(deploy)).toEqual(allOf(deploy));
  });

  it('stop a pull request that changes an entity without a migration', async () => {
    const entity = join(project, 'src/products/product.entity.ts');
    const source = readFileSync(entity, 'utf8');
    const price = '  @Column() price!: types.BigDecimal;';
    expect(source).toContain(price);
    writeFileSync(entity, source.replace(price, `${price}\n  @Column('int') stock?: number;`));
    const { ended, output } = await follow(pullRequest);
    expect(ended.at(-1)).toEqual([CHECKS[1], 3]);
    expect(output).toContain('+ products.stock int  ALTER TABLE products ADD stock int');
  });

  it('let it pass and deploy it once the migration is generated, and have nothing to do after that', async () => {
    expect((await run('npx coodie migrate generate "stock of products"', pullRequest)).code).toBe(0);
    expect(await follow(pullRequest)).toEqual(allOf(pullRequest));
    expect(await follow(deploy)).toEqual(allOf(deploy));
    expect(readFileSync(join(project, 'plan.json'), 'utf8')).toContain('ALTER TABLE products ADD stock int');
    expect(await follow(deploy)).toEqual(allOf(deploy));
  });
});
