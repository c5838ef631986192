import { suggestion } from '../../core/model/options/suggestion.js';
import { visible } from '../../core/text/visible.js';
import { DEFAULT_CONNECTION } from '../../nest/coodie.constants.js';
import { UsageError } from '../errors.js';

/** The part of the settings that decides which connection of an application a command works on. */
export interface ConnectionWish {
  readonly connection: string | undefined;
  /** A keyspace in place of the connection's own. */
  readonly keyspace: string | undefined;
}

/**
 * The connection that a command works on: the one that is named, the default one, or the only one.
 * @throws UsageError with the names that there are
 */
export function chooseConnection({ connection, keyspace }: ConnectionWish, names: readonly string[]): string {
  const [only] = names;
  const chosen = connection ?? (names.length === 1 ? only : DEFAULT_CONNECTION);
  const hint = `Its connections: ${names.map(visible).join(', ')}. Name one with --connection.`;
  if (chosen === undefined || !names.includes(chosen)) throw new UsageError([problemOf(connection, names)], { hint });
  if (keyspace === undefined || connection !== undefined || names.length === 1) return chosen;
  const problem = `The keyspace ${visible(keyspace)} is named, but not the connection whose migrations and entities it is for`;
  throw new UsageError([problem], { hint });
}

function problemOf(connection: string | undefined, names: readonly string[]): string {
  if (connection === undefined) return 'The application has several connections, and none of them is the default one';
  return `The application has no connection called ${visible(connection)}${suggestion(connection, names)}`;
}

/** Whether a command works on a connection; the others need not be reachable. */
export function concerns(wish: ConnectionWish, name: string, names: readonly string[]): boolean {
  try {
    return chooseConnection(wish, names) === name;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}
