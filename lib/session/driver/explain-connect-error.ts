import { errors, types } from 'cassandra-driver';
import type { CoodieError } from '../../core/error.js';
import {
  AuthenticationFailedError,
  ConnectionFailedError,
  InvalidConnectionError,
  KeyspaceMissingError,
} from '../errors.js';
import { failuresOf, hasAnswered, hintFor, inWords, type Failure } from '../describe-driver-error.js';

export interface Attempt {
  readonly keyspace: string;
  /** The contact points that could not be looked up. */
  readonly unresolved?: readonly string[];
}

/** Explains a failed connect by the driver's error classes and codes, never by its texts. */
export function explainConnectError(error: unknown, { keyspace, unresolved = [] }: Attempt): CoodieError {
  const failures = allFailures(error, unresolved);
  const refused = failures.find(
    ({ problem }) => problem instanceof errors.AuthenticationError || hasCode(problem, BAD_CREDENTIALS),
  );
  if (refused) return new AuthenticationFailedError(refused.host, refused.problem);
  if (failures.some(({ problem }) => hasCode(problem, types.responseErrorCodes.invalid))) {
    return new KeyspaceMissingError(keyspace, error);
  }
  // The driver finds out about a wrong data centre only when it has reached a host.
  const invalid = [error, ...failures.map(({ problem }) => problem)].find(isMisuse);
  if (invalid) return new InvalidConnectionError(invalid.message, { cause: error, hint: 'Check the client options.' });
  return new ConnectionFailedError(
    failures.map((failure) => ({
      host: failure.host,
      problem: inWords(failure.problem),
      answered: hasAnswered(failure),
    })),
    error,
    failures.map(({ problem }) => hintFor(problem)).find((hint) => hint !== undefined),
  );
}

const BAD_CREDENTIALS = types.responseErrorCodes.badCredentials;

/** Each host's problem, and a name that stands for no host at all as one of them. */
function allFailures(error: unknown, unresolved: readonly string[]): readonly Failure[] {
  const names = unresolved.map((host) => ({ host, problem: { code: 'ENOTFOUND' } }));
  if (error instanceof errors.NoHostAvailableError) return [...failuresOf(error), ...names];
  return [{ host: 'the cluster', problem: error }, ...names];
}

function isMisuse(problem: unknown): problem is Error {
  return problem instanceof errors.ArgumentError || problem instanceof TypeError;
}

function hasCode(problem: unknown, code: number): boolean {
  return problem instanceof errors.ResponseError && problem.code === code;
}
