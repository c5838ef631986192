import { GIVE_UP_AFTER } from '../../core/backfill/adapt-window.js';
import { LeaseLostError } from '../../lock/errors.js';
import { isTransient } from '../../session/driver/is-unclear.js';
import { SchemaDisagreementError } from '../../session/errors.js';
import type { Runtime } from '../../session/runtime.js';

/** Milliseconds between two attempts. */
const PAUSE = 1_000;

/**
 * Does work under a lock, and does it again where the lock was lost: servers that did not answer for a time could not renew
 * it, and the work goes on where it stopped, unless another process has taken it.
 */
export async function againAfterLoss(
  runtime: Pick<Runtime, 'monotonic' | 'delay'>,
  work: (isFirst: boolean) => Promise<void>,
): Promise<void> {
  let loss: { readonly error: Error; readonly at: number } | undefined;
  for (;;) {
    try {
      return await work(loss === undefined);
    } catch (error) {
      if (isLoss(error)) loss = { error, at: runtime.monotonic() };
      else if (loss === undefined || !isDisturbance(error)) throw error;
      if (!isLoss(error) && runtime.monotonic() - loss.at > GIVE_UP_AFTER) throw loss.error;
      await runtime.delay(PAUSE);
    }
  }
}

const isLoss = (error: unknown): error is Error => error instanceof Error && error.cause instanceof LeaseLostError;

/** Servers that are just coming back may still disagree. */
const isDisturbance = (error: unknown): boolean => error instanceof SchemaDisagreementError || isTransient(error);
