import { errors, types } from 'cassandra-driver';
import type { CoodieError } from '../../core/error.js';
import { messageOf } from '../../core/message-of.js';
import {
  AuthenticationFailedError,
  ConnectionFailedError,
  InvalidConnectionError,
  KeyspaceMissingError,
} from '../errors.js';

/** What a failed connect means, told from the driver's error classes and codes, never from its texts. */
export function explainConnectError(error: unknown, keyspace: string): CoodieError {
  const failures = failuresOf(error);
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
    failures.map(({ host, problem }) => ({ host, problem: inWords(problem) })),
    error,
  );
}

function isMisuse(problem: unknown): problem is Error {
  return problem instanceof errors.ArgumentError || problem instanceof TypeError;
}

const BAD_CREDENTIALS = types.responseErrorCodes.badCredentials;

interface Failure {
  readonly host: string;
  readonly problem: unknown;
}

function failuresOf(error: unknown): readonly Failure[] {
  if (error instanceof errors.NoHostAvailableError) {
    return Object.entries(error.innerErrors ?? {}).map(([host, problem]) => ({ host, problem: problem as unknown }));
  }
  return [{ host: 'the cluster', problem: error }];
}

function hasCode(problem: unknown, code: number): boolean {
  return problem instanceof errors.ResponseError && problem.code === code;
}

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route to the host',
  ECONNRESET: 'connection closed by the host',
};

function inWords(problem: unknown): string {
  const code = (problem as NodeJS.ErrnoException | undefined)?.code;
  return (code !== undefined && IN_WORDS[code]) || messageOf(problem);
}
