import { MigratedKeyspace, type Cluster } from '../support/cluster.js';
import type { FaultPoint } from '../support/run-coodie.js';
import { countOf, DOWNGRADE, isHarmless, NAME, SCRIPT, UPGRADE } from './ten-statements.js';

type Command = 'apply' | 'rollback';
/** The lock of the first one that dies expires while the second waits for it; those of the others are taken away. */
const EXPIRING = ['--lock-ttl', '10'];
const WAITING = ['--lock-wait', '90'];

/** One run after the other, each killed at the next boundary; the dead one's lock is waited for. */
export function killedRunners(cluster: Cluster): void {
  describe('a runner that is killed at every statement of ten, up and down', () => {
    const whole = { before: '', after: '' };

    beforeAll(() =>
      MigratedKeyspace.with(cluster, 'killed_never', async (keyspace) => {
        keyspace.write(`${NAME}.cql`, SCRIPT);
        await succeed(keyspace, 'apply');
        whole.after = await keyspace.schema();
        await succeed(keyspace, 'rollback');
        whole.before = await keyspace.schema();
      }),
    );

    it('before it is sent, or after its answer: the next one goes on there, and sends nothing twice that matters', () =>
      Promise.all(
        (['before', 'after'] as const).map((point) =>
          MigratedKeyspace.with(cluster, `killed_${point}`, async (keyspace) => {
            keyspace.write(`${NAME}.cql`, SCRIPT);
            await killAtEach(keyspace, 'apply', point);
            expect(await keyspace.schema()).toBe(whole.after);
            expect(await keyspace.rows('SELECT id, name FROM people')).toMatchObject([{ id: 1, name: 'Ann' }]);
            await killAtEach(keyspace, 'rollback', point);
            expect(await keyspace.schema()).toBe(whole.before);
            expect(await keyspace.events()).toEqual(['applied', 'rolled-back']);
          }),
        ),
      ));
  });
}

async function killAtEach(keyspace: MigratedKeyspace, command: Command, point: FaultPoint['point']): Promise<void> {
  const statements = command === 'apply' ? UPGRADE : DOWNGRADE;
  keyspace.forgetSent();
  for (const [index, statement] of statements.entries()) {
    const isFirst = index === 0;
    await killAt(keyspace, [command, ...(isFirst ? EXPIRING : [])], { statement, point, signal: 'SIGKILL' });
    if (!isFirst) await keyspace.unlock();
  }
  await succeed(keyspace, command);
  const twice = (cql: string) => point === 'after' && isHarmless(cql);
  expect(countOf(keyspace.sent())).toEqual(Object.fromEntries(statements.map((cql) => [cql, twice(cql) ? 2 : 1])));
}

async function killAt(keyspace: MigratedKeyspace, args: readonly string[], fault: FaultPoint): Promise<void> {
  const { signal, stderr } = await keyspace.start([...args, ...WAITING], { fault }).ended;
  if (signal !== 'SIGKILL' || !stderr.includes('at the point')) {
    throw new Error(`The run did not come to ${fault.point} ${fault.statement}:\n${stderr}`);
  }
}

async function succeed(keyspace: MigratedKeyspace, command: Command): Promise<void> {
  const { code, stdout, stderr } = await keyspace.run([command, ...WAITING, '--json']);
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ migrations: [{ name: NAME }] });
}
