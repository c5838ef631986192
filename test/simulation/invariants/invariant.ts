import type { Sending } from '../client/network.js';
import type { Plan } from '../scenarios/plan.js';
import type { Effect } from '../server/simulated-cluster.js';
import type { Call, World } from '../world.js';

/** What an invariant can see. */
export interface Subject {
  readonly world: World;
  readonly plan: Plan;
  /** Call that sent something, or of which something took effect. */
  readonly callOf: (actor: string) => Call | undefined;
}

/** A rule that holds at every moment. Each method answers what is wrong, or nothing. */
export interface Invariant {
  readonly name: string;
  /** Looks at what a process sends. */
  readonly onSend?: (sending: Sending, subject: Subject) => string | undefined;
  /** Looks at what took effect. */
  readonly onEffect?: (effect: Effect, subject: Subject) => string | undefined;
  /** Looks at a call that has ended. */
  readonly onEnd?: (call: Call, subject: Subject) => string | undefined;
}

/** Of a statement that changes anything but the lock and the log: the holder of the lock alone may send it. */
export function needsLock(cql: string): boolean {
  if (/^\s*select/i.test(cql) || cql.includes('_coodie_migrations_lock') || cql.includes('_coodie_migrations_log'))
    return false;
  return (
    !cql.startsWith('CREATE TABLE IF NOT EXISTS shop."_coodie') &&
    !cql.startsWith('CREATE TABLE IF NOT EXISTS shop._coodie')
  );
}

/** A process of the system under test, and not the operator or the application itself. */
export const isRunner = (actor: string) => actor.startsWith('runner');
