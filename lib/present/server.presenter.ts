import type { Paint } from './paint.js';
import { formatCount } from '../core/text/figures.js';

export interface ServerView {
  readonly version: string;
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly localDataCenter: string;
  readonly keepsData: boolean;
}

/** How to reach a server that was started for development. */
export function presentServer(view: ServerView, paint: Paint): string {
  const { version, contactPoints, localDataCenter, keepsData } = view;
  const points = contactPoints.map((point) => `'${point}'`).join(', ');
  return [
    `${paint.bold(`Cassandra ${version}`)} · ${formatCount(contactPoints.length, 'node')} · ${contactPoints.join(', ')}`,
    '',
    `  in Nest     client: { contactPoints: [${points}], localDataCenter: '${localDataCenter}' }`,
    `  here        coodie migrate --keyspace KEYSPACE --hosts ${contactPoints[0]}`,
    '',
    keepsData ? 'Ctrl-C ends it; its data stays.' : 'Ctrl-C ends it, and its data is gone.',
  ].join('\n');
}
