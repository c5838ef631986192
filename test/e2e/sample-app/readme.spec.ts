import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dropKeyspace } from '../../support/cassandra.js';
import { blocksOf, shellCommandsIn } from '../../support/markdown.js';
import { environmentOf, SAMPLE_APP } from './sample-app.js';

const KEYSPACE = `sample_readme_${process.pid}`;
const ROOT = join(SAMPLE_APP, '..');
const README = readFileSync(join(SAMPLE_APP, 'README.md'), 'utf8');
const commands = shellCommandsIn(blocksOf('sample-app/README.md'));

/** `npm test` has done these before this test runs; a second build would take the files from under the other tests. */
const SET_UP = ['npm ci', 'npm run build', 'npm run build --workspace sample-app'];
const START = 'npm start --workspace sample-app';
/** The server of the tests stands in for it; here it only has to exist. */
const SERVER = 'npm run coodie --workspace sample-app -- cassandra';

describe('sample-app/README.md', () => {
  const running: { app?: ChildProcess; url?: string } = {};
  const environment = () => ({ ...process.env, ...environmentOf(KEYSPACE), PORT: '0' });
  const run = (command: string) =>
    new Promise<string>((resolve, reject) => {
      const here = command.replaceAll('localhost:3000', running.url?.replace('http://', '') ?? '');
      execFile('sh', ['-c', here], { cwd: ROOT, env: environment(), timeout: 60_000 }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      );
    });
  const start = async (command: string) => {
    // A group of its own: npm has children, and they must end with it.
    const app = spawn('sh', ['-c', command], { cwd: ROOT, env: environment(), detached: true });
    running.app = app;
    for await (const line of createInterface({ input: app.stdout })) {
      const url = /listening on (\S+)$/.exec(line)?.[1];
      if (url === undefined) continue;
      running.url = url.replace('[::1]', 'localhost');
      return line;
    }
    throw new Error(`${command} ended before it listened`);
  };

  afterAll(async () => {
    if (running.app?.pid) process.kill(-running.app.pid, 'SIGTERM');
    await dropKeyspace(KEYSPACE);
  });

  it('begins with the set-up', () => {
    expect(commands.slice(0, 3).map(({ command }) => command)).toEqual(SET_UP);
    expect(commands.length).toBeGreaterThan(10);
  });

  it.each(commands.slice(3))('$place $command', async ({ command }) => {
    const output = await (command === START ? start(command) : run(command === SERVER ? `${SERVER} --help` : command));
    // A 404 of curl's would end with 0, too.
    expect(output).toMatch(command.startsWith('curl') ? /"id":"[0-9a-f-]{36}"/ : /\w/);
  });

  it('names only files that there are', () => {
    const files = [...README.matchAll(/`(src\/[^`]+)`/g)].map(([, file = '']) => file);
    expect(files.filter((file) => !existsSync(join(SAMPLE_APP, file)))).toEqual([]);
    expect(files.length).toBeGreaterThan(7);
  });
});
