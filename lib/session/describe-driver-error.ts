import { errors, types } from 'cassandra-driver';
import { CoodieError, messageOf } from '../core/error.js';

const CODES = types.responseErrorCodes;

/** A host and what it answered, or why it did not. */
export interface Failure {
  readonly host: string;
  readonly problem: unknown;
}

/** The problem of each host that the driver tried; none where the error is not about hosts. */
export function failuresOf(error: unknown): readonly Failure[] {
  if (!(error instanceof errors.NoHostAvailableError)) return [];
  return Object.entries(error.innerErrors ?? {}).map(([host, problem]) => ({ host, problem: problem as unknown }));
}

/** The message of any caught value. Errors of the driver are recognized by their class and code, never by their text. */
export function inWords(error: unknown): string {
  if (error instanceof errors.NoHostAvailableError) return noHostInWords(failuresOf(error));
  if (typeof error === 'string') return 'the driver holds it to be down';
  if (error === undefined || error === null) return 'no answer';
  return wordsOfCode(error) ?? messageOf(error);
}

function noHostInWords(failures: readonly Failure[]): string {
  const headline = failures.some(hasAnswered)
    ? 'No host could do what it was asked.'
    : 'No host of the cluster answers.';
  return [headline, ...failures.map(({ host, problem }) => `  ${host}   ${inWords(problem)}`)].join('\n');
}

/** Whether the host itself, and not the network, is the source of the problem. */
export function hasAnswered({ problem }: Failure): boolean {
  return problem instanceof errors.ResponseError;
}

/** Hint for an error, if its class or code has one. */
export function hintFor(error: unknown): string | undefined {
  if (error instanceof CoodieError) return error.hint;
  const problems = [error, ...failuresOf(error).map(({ problem }) => problem)];
  return problems.map(hintOfOne).find((hint) => hint !== undefined);
}

function hintOfOne(problem: unknown): string | undefined {
  if (problem instanceof errors.ResponseError) return HINTS.get(problem.code);
  const code = codeOf(problem);
  if (code === undefined) return undefined;
  if (isTlsCode(code)) return TLS_HINT;
  return code === 'ENOTFOUND'
    ? 'Check the spelling of the host, and that this machine can look it up (DNS).'
    : undefined;
}

const OVERLOADED =
  'The host answers, but could not serve the request. Look at its log and its load (nodetool tpstats), then run this again.';

const HINTS: ReadonlyMap<number, string> = new Map([
  [
    CODES.unavailableException,
    'Fewer replicas are alive than the replication of the keyspace needs. Start the missing nodes (nodetool status), or ' +
      'lower the replication factor (ALTER KEYSPACE): on a single node it must be 1.',
  ],
  [CODES.serverError, OVERLOADED],
  [CODES.overloaded, OVERLOADED],
  [CODES.readTimeout, OVERLOADED],
  [CODES.readFailure, OVERLOADED],
  [CODES.writeTimeout, OVERLOADED],
  [CODES.writeFailure, OVERLOADED],
  [CODES.isBootstrapping, 'The host is still starting. Run this again when it is up (nodetool status).'],
  [CODES.unauthorized, 'The role lacks a permission on that resource: see GRANT and LIST ALL PERMISSIONS.'],
]);

const TLS_HINT =
  'The client speaks TLS and the host does not, or the certificates do not fit. Compare sslOptions (--ssl-ca, ' +
  '--ssl-cert, --ssl-key) with client_encryption_options of the server, and check the port.';

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name could not be looked up',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  ECONNRESET: 'connection closed by the host',
  EPIPE: 'connection closed by the host',
};

function wordsOfCode(problem: unknown): string | undefined {
  const code = codeOf(problem);
  if (code === undefined) return undefined;
  return IN_WORDS[code] ?? (isTlsCode(code) ? `the TLS handshake failed (${code})` : undefined);
}

/** Codes of Node's network and TLS errors are text; those of the server are numbers. */
function codeOf(problem: unknown): string | undefined {
  const { code } = (problem ?? {}) as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

const CERTIFICATE_CODES: ReadonlySet<string> = new Set([
  'EPROTO',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const isTlsCode = (code: string) => /^ERR_(SSL|TLS)_/.test(code) || CERTIFICATE_CODES.has(code);
