import { errors } from 'cassandra-driver';
import { NoHostAnswersError } from '../errors.js';
import { hasAnswered, failuresOf, hintFor, inWords } from '../describe-driver-error.js';

/**
 * The driver's error about all hosts, in our words: its own text is a dump of one of the errors that it holds.
 * Everything else stays as it is, so that a migration can tell errors of the server apart.
 */
export function asNoAnswer(error: unknown): unknown {
  if (!(error instanceof errors.NoHostAvailableError)) return error;
  const hosts = failuresOf(error).map((failure) => ({
    host: failure.host,
    problem: inWords(failure.problem),
    answered: hasAnswered(failure),
  }));
  return new NoHostAnswersError(hosts, { message: inWords(error), hint: hintFor(error), cause: error });
}

/** The driver's error that an error of ours stands for. */
export function driverErrorOf(error: unknown): unknown {
  return error instanceof NoHostAnswersError ? error.cause : error;
}
