import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { useKeyspace } from '../../support/cassandra.js';
import { blocksOf } from '../../support/markdown.js';
import { hosts, useProject } from '../cli/project.js';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

interface Container {
  readonly image: string;
  readonly command: readonly string[];
}

interface Manifest {
  readonly kind: string;
  readonly spec: {
    readonly template: {
      readonly spec: { readonly initContainers?: readonly Container[]; readonly containers: readonly Container[] };
    };
  };
}

const PAGE = 'docs/deployment.md';
const [pullRequest, deploy, job, deployment] = blocksOf(PAGE)
  .filter(({ language }) => language === 'yaml')
  .map(({ text }) => parse(text) as unknown);

const commandsOf = (workflow: unknown) =>
  Object.values((workflow as Workflow).jobs)
    .flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))
    .filter((run) => run.startsWith('npx coodie '))
    .map((run) => run.replace('npx coodie ', '').split(' '));

const entity = (column: string) => `
import { Column, Entity, PartitionKey } from 'nestjs-coodie';

@Entity()
export class Product {
  @PartitionKey('uuid') id!: string;
  @Column('double') price!: number;
  ${column}
}
`;

const passed = (...commands: readonly string[]) => commands.map((command) => [command, 0, '']);
const DEPLOYED = passed('migrate plan', 'migrate apply', 'migrate status', 'schema check');

describe('docs/deployment.md', () => {
  jest.setTimeout(300_000);
  const keyspace = useKeyspace('docs_deployment');
  const project = useProject({ 'src/product.entity.ts': entity('') });
  const steps = async (workflow: unknown) => {
    const ends: (readonly [string, number | null, string])[] = [];
    for (const command of commandsOf(workflow)) {
      const { code, stderr } = await project.coodie(command);
      ends.push([command.slice(0, 2).join(' '), code, code === 0 ? '' : stderr]);
      if (code !== 0) break;
    }
    return ends;
  };

  // The page configures an application; a directory of entities stands in for one here.
  beforeAll(() => {
    const [, contactPoints = ''] = hosts();
    const config = { entities: 'src', keyspace: keyspace.name, hosts: contactPoints, lockWait: 120 };
    writeFileSync(join(project.path, 'coodie.config.json'), JSON.stringify(config));
  });

  it('deploys by a plan', async () => {
    expect((await project.coodie(['migrate', 'generate', 'create products'])).code).toBe(0);
    expect(await steps(deploy)).toEqual(DEPLOYED);
  });

  it('stops a pull request that changes an entity without a migration, and lets it pass with one', async () => {
    project.write('src/product.entity.ts', entity("@Column('decimal') exactPrice!: unknown;"));
    expect((await steps(pullRequest)).at(-1)).toEqual(['migrate generate', 3, '']);
    expect((await project.coodie(['migrate', 'generate', 'exact price'])).code).toBe(0);
    expect(await steps(pullRequest)).toEqual(passed('migrate lint', 'migrate generate'));
    expect(await steps(deploy)).toEqual(DEPLOYED);
    expect(readFileSync(join(project.path, 'plan.json'), 'utf8')).toContain('ALTER TABLE product ADD exact_price');
  });

  it('runs on Kubernetes what there is to run', async () => {
    const containers = [job, deployment].flatMap((manifest) => {
      const { kind, spec } = manifest as Manifest;
      const { initContainers = [], containers: own } = spec.template.spec;
      return [...initContainers, ...own].map(({ command }) => ({ kind, command }));
    });
    expect(containers.map(({ kind, command }) => [kind, command.join(' ')])).toEqual([
      ['Job', 'npx coodie migrate apply'],
      ['Deployment', 'npx coodie migrate apply'],
      ['Deployment', 'node dist/main.js'],
    ]);
    expect((await project.coodie(['migrate', 'apply'])).code).toBe(0);
  });
});
