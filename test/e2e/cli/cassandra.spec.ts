import { createServer } from 'node:net';
import { useProject } from './project.js';

describe('coodie cassandra', () => {
  const project = useProject({ 'migrations/20260101_001_a.cql': 'CREATE TABLE a (id int PRIMARY KEY);' });

  it('runs a server until Ctrl-C, and says how to reach it', async () => {
    const port = await freePort();
    const server = project.start(['cassandra', '--port', String(port)]);
    await server.printed('Ctrl-C ends it');
    const target = ['--keyspace', 'system', '--hosts', `127.0.0.1:${port}`];
    expect((await project.coodie(['migrate', 'status', ...target])).code).toBe(0);
    server.kill('SIGINT');
    const { code, stdout } = await server.ended;
    expect(code).toBe(0);
    expect(stdout).toContain(`· 1 node · 127.0.0.1:${port}`);
    expect(stdout).toContain("localDataCenter: 'datacenter1'");
    expect((await project.coodie(['migrate', 'status', ...target])).code).toBe(1);
  });

  it('refuses a release that there never was', async () => {
    const { code, stderr } = await project.coodie(['cassandra', '--cassandra-version', 'newest']);
    expect(stderr).toMatch(/^✖ /);
    expect(code).toBe(2);
  });
});

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer().on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => settle(port));
    });
  });
}
