import { messageOf } from '../../../lib/core/error.js';
import type { MigrationStatus } from '../../../lib/core/history/history.js';
import type { Application } from '../application.js';
import type { Simulation } from '../simulation.js';
import { Violation } from '../violations.js';
import type { Call } from '../world.js';
import { fileOf } from './chapters.js';
import { tookEffect } from './took-effect.js';
import { expectedPicture, pictureOf, tablesOf } from './truth.js';

const ROUNDS = 10;
const COMES_TO_AN_END = 'a healthy runner comes to an end';

/** Heals everything, then lets a fresh runner apply what is left: in the end all is as if nothing had ever failed. */
export async function finish(simulation: Simulation): Promise<void> {
  try {
    await heal(simulation);
    await new LastRun(simulation).apply();
    compare(simulation);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    simulation.fail(error.invariant, error.message);
  }
}

async function heal(simulation: Simulation): Promise<void> {
  const { world, plan, operator } = simulation;
  world.trace.add('everything is healed');
  simulation.endStrikes();
  world.network.heal();
  for (const node of world.cluster.nodes) world.cluster.continue(node);
  for (const process of world.processes) process.continue();
  await simulation.proceed();
  const pending = world.calls.find(({ outcome, process }) => outcome === undefined && !process.isDead);
  if (pending) throw new Violation('every call ends', `${pending.actor} waits for ever`);
  const lost = operator.lostRow();
  if (lost) throw new Violation('no acknowledged row is lost', `the row "${lost.id}" of ${lost.table} is gone`);
  // A lock that was left behind expires, and so does a tombstone that was ahead of its time.
  world.queue.after(plan.ttl * 1_000 + 2_000 + (plan.plainUnlock ?? 0), () => {});
  await simulation.proceed();
}

/** A runner to which nothing happens, and somebody who settles what it cannot. */
class LastRun {
  private readonly application: Application;

  constructor(private readonly simulation: Simulation) {
    this.application = simulation.applicationOf('runner-last');
  }

  async apply(): Promise<void> {
    const { operator, plan, source } = this.simulation;
    operator.removeForeign();
    for (const chapter of plan.chapters) source.files.set(chapter.name, fileOf(chapter, true));
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { outcome, kind } = await this.ended(await this.next());
      if (outcome?.kind === 'done' && kind === 'apply') return;
      if (outcome?.kind === 'failed') await this.repair(outcome.error);
    }
    throw new Violation(COMES_TO_AN_END, `it has not after ${ROUNDS} rounds`);
  }

  /** A rollback that stopped half-way goes on; everything else is applied. */
  private async next(): Promise<() => Promise<Call>> {
    const failed = await this.failedMigration();
    const { application } = this;
    return () => (failed?.failure?.direction === 'downgrade' ? application.rollback() : application.apply());
  }

  private async failedMigration(): Promise<MigrationStatus | undefined> {
    const found: MigrationStatus[] = [];
    const { application } = this;
    await this.ended(() =>
      application.run('status', async (call) => {
        found.push(...(await application.migrations(call).status()));
      }),
    );
    return found.find(({ state }) => state === 'failed');
  }

  /** Somebody looks at the database and says what became of the statement at which a migration stopped. */
  private async repair(failure: unknown): Promise<void> {
    const { application, simulation } = this;
    if (simulation.operator.removeLateCopy(messageOf(failure))) return;
    const failed = await this.failedMigration();
    const statement = failed?.failure?.statement;
    if (!failed || statement === undefined) {
      throw new Violation(COMES_TO_AN_END, `it fails, and nothing is to be repaired: ${messageOf(failure)}`);
    }
    const action = tookEffect(simulation.world.cluster, statement) ? 'done' : 'not-done';
    simulation.world.trace.add(`operator settles as ${action}: ${statement}`);
    const wish = { migration: failed.name, action } as const;
    const { outcome } = await this.ended(() =>
      application.run('repair', (call) => application.migrations(call).repair(wish)),
    );
    if (outcome?.kind !== 'failed') return;
    throw new Violation(COMES_TO_AN_END, `${messageOf(failure)}\n  and the repair fails: ${messageOf(outcome.error)}`);
  }

  private async ended<T>(work: () => Promise<T>): Promise<T> {
    const working = work();
    await this.simulation.proceed();
    return working;
  }
}

function compare({ world, plan }: Simulation): void {
  const [node] = world.cluster.nodes;
  if (!node) return;
  const shown = JSON.stringify(pictureOf(world.cluster, node, tablesOf(plan.chapters)));
  const expected = JSON.stringify(expectedPicture(plan.chapters));
  if (shown === expected) return;
  throw new Violation(
    'in the end all is as if nothing had failed',
    `there is\n    ${shown}\n  and not\n    ${expected}`,
  );
}
