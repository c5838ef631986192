import { setTimeout as delay } from 'node:timers/promises';
import { InterruptedError } from '../../../lib/cli/settings/errors.js';
import { Interruption } from '../../../lib/cli/application/interruption.js';
import type { Progress } from '../../../lib/core/progress/progress.js';

const LOCK_TAKEN: Progress = { kind: 'lock-taken', keyspace: 'catalog', owner: 'me:1:x' };
const STARTED: Progress = { kind: 'statement-started', cql: 'CREATE', position: 1 };
const FINISHED: Progress = { kind: 'statement-finished', cql: 'CREATE', position: 1, milliseconds: 1 };
const RECORDED: Progress = {
  kind: 'migration-finished',
  name: 'a',
  direction: 'upgrade',
  statements: 1,
  milliseconds: 1,
};
const interrupt = () => process.emit('SIGINT', 'SIGINT');

describe('Interruption', () => {
  it('stops a run before its next statement, never between a statement and its record', async () => {
    const interruption = new Interruption();
    const seen: string[] = [];
    const report = interruption.stopping(({ kind }) => seen.push(kind));
    const run = interruption.during(async () => {
      report(STARTED);
      interrupt();
      report(FINISHED);
      report(RECORDED);
      report(STARTED);
    });
    await expect(run).rejects.toMatchObject({ code: 'COODIE_INTERRUPTED', signal: 'SIGINT' });
    expect(seen).toEqual(['statement-started', 'statement-finished', 'migration-finished']);
  });

  it('tells of a second signal where somebody wants to know, and ends the process at the third', async () => {
    const interruption = new Interruption();
    const heard: string[] = [];
    const before = process.listenerCount('SIGINT');
    const run = interruption.during(
      async () => {
        interrupt();
        process.emit('SIGHUP', 'SIGHUP');
        heard.push(`listening ${process.listenerCount('SIGINT') - before}`);
        interrupt();
        heard.push(`listening ${process.listenerCount('SIGINT') - before}`);
        interruption.signal.throwIfAborted();
      },
      () => heard.push('first'),
      () => heard.push('second'),
    );
    await expect(run).rejects.toMatchObject({ code: 'COODIE_INTERRUPTED' });
    expect(heard).toEqual(['first', 'listening 1', 'second', 'listening 0']);
  });

  it('keeps what else went wrong as the cause', async () => {
    const interruption = new Interruption();
    const cause = new Error('the connection broke');
    const run = interruption.during(async () => {
      interrupt();
      throw cause;
    });
    await expect(run).rejects.toMatchObject({ code: 'COODIE_INTERRUPTED', cause });
  });

  it('does not wait for what cannot be stopped, before the lock is held', async () => {
    const interruption = new Interruption();
    const run = interruption.during(() => interruption.orStop(new Promise(() => {})));
    interrupt();
    await expect(run).rejects.toBeInstanceOf(InterruptedError);
  });

  it('waits for it while the lock is held', async () => {
    const interruption = new Interruption();
    interruption.stopping(() => {})(LOCK_TAKEN);
    const run = interruption.during(() => interruption.orStop(delay(1_500, 'done')));
    interrupt();
    await expect(run).resolves.toBe('done');
  });

  it('leaves the second signal, and those after the work, to whoever else listens', async () => {
    const interruption = new Interruption();
    const before = process.listenerCount('SIGINT');
    await interruption.during(async () => {
      expect(process.listenerCount('SIGINT')).toBe(before + 1);
      interrupt();
      expect(process.listenerCount('SIGINT')).toBe(before);
    });
    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});
