import { quoteLiteral } from '../core/lexer/tokenize.js';
import { isInvalid } from './refusal.js';
import type { Row, Session } from './session.js';

/** The tokens of the hosts of all data centers, as one host knows them. */
export interface Ring {
  readonly hosts: number;
  readonly tokens: readonly bigint[];
}

/** A session with one coordinator sees all of them: two hosts, each of which leaves itself out of its peers, may miss one. */
export async function readRing(session: Session): Promise<Ring> {
  const [local, peers] = await Promise.all([session.execute('SELECT tokens FROM system.local'), readPeers(session)]);
  const hosts = [...local.rows, ...peers];
  return { hosts: hosts.length, tokens: hosts.flatMap(tokensOf) };
}

/** `peers_v2` came with Cassandra 4.0; ScyllaDB has `peers` alone. */
async function readPeers(session: Session): Promise<readonly Row[]> {
  try {
    return (await session.execute('SELECT tokens FROM system.peers_v2')).rows;
  } catch (error) {
    if (!isInvalid(error)) throw error;
    return (await session.execute('SELECT tokens FROM system.peers')).rows;
  }
}

/** An application may have chosen sets of its own for a set of the server. */
function tokensOf({ tokens }: Row): readonly bigint[] {
  return [...((tokens as Iterable<unknown> | null) ?? [])].flatMap((token) =>
    /^-?\d+$/.test(String(token)) ? [BigInt(String(token))] : [],
  );
}

/**
 * The size of a whole table, from what the server that answers estimates of its own ranges now and then: empty where it does
 * not. The other ranges are taken to be as full.
 */
export async function readTableSize(
  session: Session,
  keyspace: string,
  table: string,
): Promise<{ readonly bytes?: number; readonly rows?: number }> {
  const query =
    'SELECT range_start, range_end, partitions_count, mean_partition_size FROM system.size_estimates WHERE keyspace_name = ' +
    `${quoteLiteral(keyspace)} AND table_name = ${quoteLiteral(table)}`;
  const { rows } = await session.execute(query);
  const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
  const share = sum(shareOf);
  if (!(share > 0)) return {};
  const partitions = sum((row) => Number(row['partitions_count']));
  const bytes = sum((row) => Number(row['partitions_count']) * Number(row['mean_partition_size']));
  return { rows: Math.round(partitions / share), bytes: Math.round(bytes / share) };
}

/** Share of all tokens that a range has, which may wrap around the ends of the ring. */
function shareOf({ range_start: start, range_end: end }: Row): number {
  const width = Number(end) - Number(start);
  return (width > 0 ? width : width + 2 ** 64) / 2 ** 64;
}
