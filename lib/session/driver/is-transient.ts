import { errors, types } from 'cassandra-driver';
import { isUnclear } from './is-unclear.js';
import { driverErrorOf } from './no-answer.js';

const CODES = types.responseErrorCodes;
const BUSY: ReadonlySet<number> = new Set([CODES.unavailableException, CODES.overloaded, CODES.isBootstrapping]);

/** Whether the same question may well be answered a moment later: a busy or restarting server, a lost connection. */
export function isTransient(caught: unknown): boolean {
  const error = driverErrorOf(caught);
  if (error instanceof errors.ResponseError) return BUSY.has(error.code) || isUnclear(error);
  return error instanceof errors.OperationTimedOutError || error instanceof errors.NoHostAvailableError;
}
