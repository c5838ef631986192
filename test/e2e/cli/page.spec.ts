import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { useKeyspace } from '../../support/cassandra.js';
import { freePort } from '../../support/free-port.js';
import { hosts, useProject } from './project.js';

const ENTITIES = `
import { Column, Entity, PartitionKey } from 'nestjs-coodie';

@Entity()
export class Notes { @PartitionKey('uuid') id!: string; @Column('text') body!: string; }
`;

describe('coodie schema page', () => {
  const keyspace = useKeyspace('cli_page');
  const project = useProject({
    'src/entities.ts': ENTITIES,
    'migrations/20260101_001_start.cql': '-- upgrade\nCREATE TABLE made (id int PRIMARY KEY);\n',
  });

  it('serves the page on this machine, reads only, and ends with 0 on Ctrl-C', async () => {
    const port = await freePort();
    const page = (...args: readonly string[]) => ['schema', 'page', '--keyspace', keyspace.name, ...hosts(), ...args];
    const running = project.start(page('--entities', 'src', '--port', String(port)));
    const url = `http://127.0.0.1:${port}`;
    try {
      await running.printed(`${url}/\n\nCtrl-C ends it.`);
      const answer = await fetch(url);
      const shown = await answer.text();
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      for (const part of ['✔ connected', '20260101_001_start', '• pending', 'CREATE TABLE notes', 'href="erd.svg?']) {
        expect(shown).toContain(part);
      }
      expect(await (await fetch(`${url}/schema.json?connection=default`)).json()).toMatchObject({ objects: [] });
      expect((await fetch(`${url}/erd.svg`)).headers.get('content-type')).toContain('image/svg+xml');
      expect((await fetch(`${url}/migrations.json?connection=other`)).status).toBe(404);
      expect((await fetch(`${url}/package.json`)).status).toBe(404);
      expect((await fetch(url, { method: 'POST' })).status).toBe(405);
      expect(await statusFor(port, 'evil.example')).toBe(403);
      expect(await statusFor(port, `localhost:${port}`)).toBe(200);
      expect(await project.coodie(page('--port', String(port)))).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`something listens at 127.0.0.1:${port} already`),
      });
    } finally {
      running.kill('SIGINT');
    }
    expect(await running.ended).toMatchObject({ code: 0, stderr: '' });
    const { rows } = await keyspace.client.execute(
      `SELECT table_name FROM system_schema.tables WHERE keyspace_name = '${keyspace.name}'`,
    );
    expect(rows).toEqual([]);
  });

  it('ends with 2 where there is no keyspace, or a port that is none', async () => {
    const { code, stderr } = await project.coodie(['schema', 'page', '--port', 'many']);
    expect(code).toBe(2);
    expect(stderr).toContain('--port must be a whole number from 0 to 65535');
    expect(stderr).toContain('There is no keyspace');
  });
});

/** `fetch` chooses the name itself. */
async function statusFor(port: number, host: string): Promise<number | undefined> {
  const asked = request({ port, host: '127.0.0.1', headers: { host }, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  await text(answer);
  return answer.statusCode;
}
