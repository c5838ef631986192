import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { blocksOf } from '../../support/markdown.js';
import { SAMPLE_APP } from '../sample-app/sample-app.js';

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
const [pullRequest, deploy, job, deployment] = blocksOf(PAGE).filter(({ language }) => language === 'yaml');
const [config] = blocksOf(PAGE).filter(({ language }) => language === 'json');
const ofSample = (path: string) => readFileSync(join(SAMPLE_APP, path), 'utf8');

describe('docs/deployment.md', () => {
  it('shows the workflows of the sample application, whose steps are run by a test', () => {
    const shown = (path: string) => `# ${path}\n${ofSample(path)}`;
    expect(pullRequest?.text).toBe(shown('.github/workflows/pull-request.yml'));
    expect(deploy?.text).toBe(shown('.github/workflows/deploy.yml'));
    expect(config?.text).toBe(ofSample('coodie.config.json'));
  });

  it('runs on Kubernetes what the deployment runs', () => {
    const containers = [job, deployment].flatMap((block) => {
      const { kind, spec } = parse(block?.text ?? '') as Manifest;
      const { initContainers = [], containers: own } = spec.template.spec;
      return [...initContainers, ...own].map(({ command }) => ({ kind, command }));
    });
    expect(containers.map(({ kind, command }) => [kind, command.join(' ')])).toEqual([
      ['Job', 'npx coodie migrate apply'],
      ['Deployment', 'npx coodie migrate apply'],
      ['Deployment', 'node dist/main.js'],
    ]);
  });
});
