import type { CanonicalOptions, OptionValue } from './table-options.js';

/**
 * The same options in the words that ScyllaDB takes, to be rendered: it knows the compressor as `sstable_compression`,
 * percentiles by the full word, and no NEVER.
 */
export function scyllaSpelling(options: CanonicalOptions): CanonicalOptions {
  const { compression, speculativeRetry } = options;
  return {
    ...options,
    ...(compression === undefined ? {} : { compression: spellCompression(compression) }),
    ...(speculativeRetry === undefined ? {} : { speculativeRetry: spellPolicy(speculativeRetry) }),
  };
}

function spellCompression(value: OptionValue): OptionValue {
  if (typeof value !== 'object' || value.class === undefined) return value;
  const { class: className, ...others } = value;
  return { ...others, sstable_compression: className };
}

function spellPolicy(value: OptionValue): OptionValue {
  if (typeof value !== 'string') return value;
  return value === 'NEVER' ? 'NONE' : value.replace(/^([\d.]+)p$/, '$1PERCENTILE');
}
