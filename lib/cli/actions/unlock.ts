import type { LockHolder } from '../../core/progress/lock-holder.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { holderJson, presentHolder } from '../../present/lock-holder.presenter.js';
import { confirmed } from './confirmed.js';
import type { Run } from '../application/run.js';

/** Shows who holds the migration lock, and removes it if that is meant. */
export async function unlock(run: Run): Promise<ExitCode> {
  const { application, terminal } = run;
  const { keyspace } = application;
  const lock = await application.lock();
  const holder = await lock.holder();
  if (!holder) {
    const text = `${terminal.paint.bold(keyspace)} · nobody holds the migration lock`;
    terminal.show({ text, json: { keyspace, holder: null, removed: false } });
    return EXIT.done;
  }
  if (!(await isMeant(run, holder))) return EXIT.failed;
  const removed = await lock.remove(holder);
  const text = removed ? 'The lock is removed.' : 'The lock is no longer held by that owner: it was not removed.';
  terminal.show({ text, json: { keyspace, holder: holderJson(holder), removed } });
  return removed ? EXIT.done : EXIT.failed;
}

function isMeant(run: Run, holder: LockHolder): Promise<boolean> {
  const { keyspace } = run.application;
  return confirmed(run, {
    state: `The migration lock of keyspace ${keyspace} is held.\n  owner   ${presentHolder(holder, new Date())}`,
    question: 'Remove it? Only if that run is dead: one that lives goes on without it for a while.',
    hint: 'Only if that run is dead, remove it: --yes',
  });
}
