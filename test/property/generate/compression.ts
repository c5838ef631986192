import * as fc from 'fast-check';

const PACKAGE = 'org.apache.cassandra.io.compress.';

const chunk = fc.integer({ min: 0, max: 14 }).map((power) => 2 ** power);
const common = {
  enabled: fc.constantFrom(true, 'true', 'TRUE'),
  chunkLengthInKb: fc.oneof(chunk, chunk.map(String)),
  minCompressRatio: fc.oneof(fc.constantFrom(0, 1, 2, '1.10', '2'), fc.double({ min: 1, max: 10, noNaN: true })),
};

/** A class by its short or full name, with some of its sub-options. */
export function ofClass(
  packageName: string,
  name: string,
  subOptions: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<object> {
  const spelled = fc.constantFrom(name, `${packageName}${name}`);
  return fc
    .tuple(spelled, fc.record(subOptions, { requiredKeys: [] }), fc.boolean())
    .map(([className, chosen, snake]) => ({ class: className, ...(snake ? inSnakeCase(chosen) : chosen) }));
}

function inSnakeCase(options: object): object {
  const snake = (key: string) => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [snake(key), value]));
}

export const anyCompression: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(false, {}, { enabled: false }, { enabled: 'FALSE' }),
  ofClass(PACKAGE, 'LZ4Compressor', {
    ...common,
    lz4CompressorType: fc.constantFrom('fast', 'high'),
    lz4HighCompressorLevel: fc.oneof(fc.integer({ min: 1, max: 17 }), fc.constant('09')),
  }),
  ofClass(PACKAGE, 'ZstdCompressor', { ...common, compressionLevel: fc.integer({ min: -131_072, max: 22 }) }),
  ofClass(PACKAGE, 'SnappyCompressor', common),
  ofClass(PACKAGE, 'DeflateCompressor', common),
  ofClass(PACKAGE, 'NoopCompressor', common),
);
