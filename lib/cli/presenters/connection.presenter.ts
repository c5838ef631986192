import { visible } from '../../core/text/visible.js';
import type { OpenApplication } from '../application/open-application.js';

/** The line above everything else where the connection or its keyspace is not the only possible one. */
export function presentConnection({ connection, keyspace, ownKeyspace }: ConnectionView): string | undefined {
  const named = connection === undefined ? [] : [`connection ${visible(connection)}`];
  const isReplaced = keyspace !== ownKeyspace;
  const replaced = isReplaced ? `, in place of ${visible(ownKeyspace)} as the application says` : '';
  return connection === undefined && !isReplaced
    ? undefined
    : [...named, `keyspace ${visible(keyspace)}${replaced}`].join(' · ');
}

type ConnectionView = Pick<OpenApplication, 'connection' | 'keyspace' | 'ownKeyspace'>;
