/** The number of hosts in each data centre. */
export type DataCenters = ReadonlyMap<string, number>;

type Replication = Readonly<Record<string, string | number>>;

interface Copies {
  readonly wanted: number;
  readonly hosts: number;
}

/**
 * The reason why lightweight transactions could not work in a keyspace of that replication, or undefined. They need a
 * majority of all replicas, and the migration lock needs them.
 */
export function replicationProblem(replication: Replication, dataCenters: DataCenters): string | undefined {
  const copies = copiesOf(replication, dataCenters);
  if (typeof copies === 'string') return copies;
  const wanted = sum(copies.map((copy) => copy.wanted));
  const possible = sum(copies.map((copy) => Math.min(copy.wanted, copy.hosts)));
  const majority = Math.floor(wanted / 2) + 1;
  if (wanted === 0 || possible >= majority) return undefined;
  return `lightweight transactions, and with them the migration lock, need ${majority} of ${wanted} replicas; ${inWords(dataCenters)}`;
}

/** Strategies that are not known are left to the server. */
function copiesOf({ class: strategy, ...options }: Replication, dataCenters: DataCenters): readonly Copies[] | string {
  const name = String(strategy).split('.').at(-1);
  if (name === 'SimpleStrategy') {
    return [{ wanted: factor(options['replication_factor']), hosts: sum([...dataCenters.values()]) }];
  }
  return name === 'NetworkTopologyStrategy' ? copiesByDataCenter(options, dataCenters) : [];
}

function copiesByDataCenter(
  { replication_factor: everywhere, ...named }: Replication,
  dataCenters: DataCenters,
): readonly Copies[] | string {
  const unknown = Object.keys(named).find((name) => !dataCenters.has(name));
  if (unknown !== undefined) return `there is no data centre ${unknown}; ${inWords(dataCenters)}`;
  return [...dataCenters].map(([name, hosts]) => ({ wanted: factor(named[name] ?? everywhere), hosts }));
}

/** The number of replicas; in `3/1`, of those before the stroke, because transient replicas take no part. */
function factor(value: string | number | undefined): number {
  return Number.parseInt(String(value ?? 0), 10) || 0;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

function inWords(dataCenters: DataCenters): string {
  const each = [...dataCenters].map(([name, hosts]) => `${name} with ${hosts === 1 ? '1 host' : `${hosts} hosts`}`);
  return `the cluster has ${each.join(', ')}`;
}
