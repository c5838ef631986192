import { errors, types } from 'cassandra-driver';
import { driverErrorOf } from './no-answer.js';

const CODES = types.responseErrorCodes;

// The server looked at the statement and did not run it.
const REFUSALS: ReadonlySet<number> = new Set([
  CODES.protocolError,
  CODES.badCredentials,
  CODES.unavailableException,
  CODES.overloaded,
  CODES.isBootstrapping,
  CODES.syntaxError,
  CODES.unauthorized,
  CODES.invalid,
  CODES.configError,
  CODES.alreadyExists,
]);

/** Whether a statement may have taken effect although it failed: a time-out, a lost connection, an error of the server. */
export function isUnclear(caught: unknown): boolean {
  const error = driverErrorOf(caught);
  if (error instanceof errors.NoHostAvailableError) return Object.values(error.innerErrors ?? {}).some(mayHaveArrived);
  return !(error instanceof errors.ResponseError && REFUSALS.has(error.code));
}

/** A host that was down, or to which there was no connection, was sent nothing: then the driver keeps another error, or a text. */
function mayHaveArrived(problem: unknown): boolean {
  return (
    problem instanceof errors.OperationTimedOutError || (problem instanceof errors.ResponseError && isUnclear(problem))
  );
}

const BUSY: ReadonlySet<number> = new Set([CODES.unavailableException, CODES.overloaded, CODES.isBootstrapping]);

/** Whether the same question may well be answered a moment later: a busy or restarting server, a lost connection. */
export function isTransient(caught: unknown): boolean {
  const error = driverErrorOf(caught);
  if (error instanceof errors.ResponseError) return BUSY.has(error.code) || isUnclear(error);
  return (
    error instanceof errors.OperationTimedOutError ||
    error instanceof errors.NoHostAvailableError ||
    error instanceof errors.BusyConnectionError ||
    isLostConnection(error)
  );
}

const READ_FAILURES: ReadonlySet<number> = new Set([CODES.readTimeout, CODES.readFailure]);

/** Whether a read took too long, or met too many tombstones: one that asks for less may succeed. */
export function asksTooMuch(caught: unknown): boolean {
  const error = driverErrorOf(caught);
  if (error instanceof errors.ResponseError) return READ_FAILURES.has(error.code);
  return error instanceof errors.OperationTimedOutError;
}

/** The driver has no class for a connection that was closed while an answer was awaited, only a mark (4.10.0). */
function isLostConnection(error: unknown): boolean {
  return error instanceof Error && (error as Error & { readonly isSocketError?: unknown }).isSocketError === true;
}
