import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFinished, untilStatus } from '../../faults/bullmq-application.js';
import { end, startedBy, useWorkerProcesses } from '../../faults/bullmq-processes.js';
import { useNamedUsers } from '../../faults/named-users.js';
import { clientOptions, useKeyspace } from '../../support/cassandra.js';
import { startRedis } from '../../support/redis.js';
import { runNode } from '../../support/run-node.js';
import {
  BESIDE_NEST,
  developmentVersions,
  installConsumer,
  NEST,
  NEST_11,
  packRepository,
  useTemporaryFolder,
} from './consumer.js';

const SCRIPT = readFileSync(join(__dirname, '../../fixtures/apps/backfill-worker.mjs'), 'utf8')
  .replace('../../../dist/bullmq/index.js', 'nestjs-coodie/bullmq')
  .replace('../../../dist/index.js', 'nestjs-coodie');

describe.each([
  ['BullMQ 6 and Nest 12', developmentVersions([...NEST, '@nestjs/bullmq', 'bullmq', 'ioredis'])],
  // The oldest that tells a worker of a lost range; it brings a client of Redis of its own.
  ['BullMQ 5.66 and Nest 11', { ...NEST_11, '@nestjs/bullmq': '11.0.5', bullmq: '5.66.0' }],
])('a worker from the tarball with %s', (_, versions) => {
  const folder = useTemporaryFolder();
  const keyspace = useKeyspace('bullmq_package');
  const { wrongRows } = useNamedUsers(keyspace, 500);
  const script = () => join(folder.path, 'worker.mjs');
  const { worker, watching } = useWorkerProcesses(keyspace, script);

  beforeAll(async () => {
    const tarball = await packRepository(folder.path);
    const dependencies = { ...BESIDE_NEST, ...versions, 'nestjs-coodie': `file:${tarball}` };
    const sources = { 'worker.mjs': SCRIPT };
    await installConsumer({ type: 'module', dependencies, compilerOptions: {}, sources }, folder.path);
  });

  /** A process that ends by itself, or at SIGTERM, with all that it has printed. */
  const runOn = (connection: object) =>
    runNode(
      [script(), JSON.stringify({ keyspace: keyspace.name, client: clientOptions(), redis: connection })],
      {},
      30_000,
    );

  it('does the work, and ends at SIGTERM', () =>
    watching(async (service) => {
      const child = await worker();
      await startedBy(child, true);
      await untilStatus(service, 'split', isFinished);
      expect(await wrongRows()).toEqual([]);
      await end(child, 'SIGTERM');
      expect(child.signalCode).toBe('SIGTERM');
    }));

  it('is refused with a wrong password, which is not printed', async () => {
    const redis = await startRedis({ options: ['--requirepass', 's3cret'] });
    const { code, stderr } = await runOn({ ...redis.connection, password: 'wr0ng' });
    await redis.end();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^COODIE_QUEUE_UNUSABLE: The queue of backfills cannot be used: WRONGPASS/);
    expect(stderr).not.toContain('wr0ng');
  });

  it('is refused with a port that is none', async () => {
    const { code, stderr } = await runOn({ port: 70_000 });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^COODIE_QUEUE_UNUSABLE.*70000/);
  });

  it('ends quietly where Redis was never there', async () => {
    const child = await worker({ redis: { port: 1 } });
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([null, 'SIGTERM']);
  });
});
