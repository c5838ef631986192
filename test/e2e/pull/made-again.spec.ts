import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useKeyspace } from '../../support/cassandra.js';
import { hosts, useProject } from '../cli/project.js';
import { RECORDED_SCHEMAS } from './schemas.js';

describe.each(RECORDED_SCHEMAS)('the classes pulled from $name', ({ statements }) => {
  const [original, copy] = [useKeyspace('pull_original'), useKeyspace('pull_copy')];
  const project = useProject({ 'package.json': '{ "type": "module" }' });
  const schema = (keyspace: string, ...args: readonly string[]) =>
    project.coodie(['schema', ...args, '--keyspace', keyspace, ...hosts()]);
  // Why something is left out stands in a comment.
  const filesIn = (directory: string) =>
    readdirSync(join(project.path, directory)).map((file) => [
      file,
      readFileSync(join(project.path, directory, file), 'utf8').replaceAll(/^\/\/ (?!Written).*\n/gm, ''),
    ]);

  it('make the same in an empty keyspace, options included', async () => {
    // With cdc off a node forgets the option, so sync refuses it.
    const known = statements(original.name).filter((cql) => !cql.includes('cdc = true'));
    for (const cql of known) await original.client.execute(cql);
    expect(await schema(original.name, 'pull', '--out', 'original')).toMatchObject({ code: 0 });
    expect(await schema(copy.name, 'sync', '--entities', 'original')).toMatchObject({ code: 0, stderr: '' });
    expect(await schema(copy.name, 'pull', '--out', 'copy')).toMatchObject({ code: 0 });
    expect(filesIn('copy')).toEqual(filesIn('original'));
  });
});
