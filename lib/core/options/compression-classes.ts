import type { ClassFamily, SubOptions } from './class-map.js';
import type { Rule } from './rule.js';
import { decimal, oneOf, SWITCH, wholeNumber } from './sub-option-rules.js';

// Bytes are counted in an int: this many KiB is the largest power of two that fits.
const LARGEST_CHUNK_IN_KB = 2 ** 20;

const CHUNK_LENGTH: Rule<string> = {
  expected: `a power of two from 1 to ${LARGEST_CHUNK_IN_KB}`,
  read: (value) => {
    const text = wholeNumber(1, LARGEST_CHUNK_IN_KB).read(value);
    return Number.isInteger(Math.log2(Number(text))) ? text : undefined;
  },
};

const RATIO: Rule<string> = {
  expected: '0 or a number from 1 up',
  read: (value) => {
    const text = decimal(0).read(value);
    return Number(text) === 0 || Number(text) >= 1 ? text : undefined;
  },
};

const COMMON: SubOptions = { enabled: SWITCH, chunk_length_in_kb: CHUNK_LENGTH, min_compress_ratio: RATIO };

export const COMPRESSION_CLASSES: ClassFamily = {
  package: 'org.apache.cassandra.io.compress',
  common: COMMON,
  classes: {
    LZ4Compressor: {
      subOptions: {
        ...COMMON,
        lz4_compressor_type: oneOf('fast', 'high'),
        lz4_high_compressor_level: wholeNumber(1, 17),
      },
    },
    SnappyCompressor: { subOptions: COMMON },
    DeflateCompressor: { subOptions: COMMON },
    ZstdCompressor: { subOptions: { ...COMMON, compression_level: wholeNumber(-131_072, 22) } },
    NoopCompressor: { subOptions: COMMON },
    // ScyllaDB's.
    LZ4WithDictsCompressor: {},
    ZstdWithDictsCompressor: {},
  },
};
