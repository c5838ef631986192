const SIZE = /^(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\s*([KMGTPE]?)(i?)B$/;
const PREFIXES = ['', 'K', 'M', 'G', 'T', 'P', 'E'];

/** Bytes of a size as UnifiedCompactionStrategy spells it (`1GiB`, `1.5 GB`, `0B`): the unit is never left out. */
export function byteSize(text: string): number | undefined {
  const [, amount, prefix = '', binary] = SIZE.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * (binary ? 1024 : 1000) ** PREFIXES.indexOf(prefix);
}
