import { CoodieError, messageOf } from '../core/error.js';
import { visibleLines } from '../core/text/visible.js';
import { lockName, LockHeldError } from '../lock/errors.js';
import { ConnectionFailedError } from '../session/errors.js';
import { indent } from './columns.js';
import { presentHolder } from './lock-holder.presenter.js';
import type { Paint } from './paint.js';

export interface ErrorStyle {
  readonly paint: Paint;
  readonly now: Date;
  /** Whether to show where in the code it comes from. */
  readonly verbose: boolean;
}

/** First what happened, then where, then what to do. */
export function presentError(error: unknown, style: ErrorStyle): string {
  const [headline = '', ...more] = visibleLines(textOf(error, style.now)).split('\n');
  const hint = error instanceof CoodieError ? error.hint : undefined;
  return [
    `${style.paint.red('✖')} ${headline}`,
    ...more.map((line) => indent(line)),
    ...causesOf(error).map((cause) => indent(`caused by: ${visibleLines(cause)}`)),
    ...(hint === undefined ? [] : [indent(visibleLines(hint))]),
    ...(style.verbose ? ['', ...stacksOf(error).map(visibleLines)] : []),
  ].join('\n');
}

function textOf(error: unknown, now: Date): string {
  if (error instanceof LockHeldError) {
    const { keyspace, holder, backfill } = error;
    return `Another run holds ${lockName(keyspace, backfill)}.\n  owner   ${presentHolder(holder, now)}`;
  }
  return messageOf(error);
}

/** The messages of the causes, but for those that a message above them repeats already. */
function causesOf(error: unknown, above = ''): readonly string[] {
  if (!(error instanceof Error)) return [];
  const said = `${above}\n${error.message}`;
  const { cause } = error;
  if (!(cause instanceof Error)) return [];
  const own = said.includes(cause.message) || isDetail(error) ? [] : [cause.message];
  return [...own, ...causesOf(cause, said)];
}

/** The hosts' own problems are said one by one; the driver's sentence about them adds nothing. */
function isDetail(error: Error): boolean {
  return error instanceof ConnectionFailedError && error.hosts.length > 0;
}

function stacksOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  return [error.stack ?? error.message, ...stacksOf(error.cause).map((stack) => `caused by ${stack}`)];
}

export interface ErrorJson {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint: string | null;
    readonly facts: Readonly<Record<string, unknown>>;
  };
}

/** The facts are the fields of the error; a cause of ours is one of them. */
export function errorJson(error: unknown): ErrorJson {
  if (!(error instanceof CoodieError)) {
    return { error: { code: 'COODIE_UNEXPECTED', message: messageOf(error), hint: null, facts: {} } };
  }
  const { code, message, hint, name: _, ...facts } = error;
  const cause = error.cause instanceof CoodieError ? { cause: errorJson(error.cause).error } : {};
  return { error: { code, message, hint: hint ?? null, facts: { ...facts, ...cause } } };
}
