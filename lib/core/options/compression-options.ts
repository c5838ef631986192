const PACKAGE = 'org.apache.cassandra.io.compress';

type BuiltIn<Name extends string> = Name | `${typeof PACKAGE}.${Name}`;

/** One compressor with its sub-options, or `false` for none. An ALTER replaces all of them: what is not given is at its default again. */
export type CompressionOptions =
  | false
  | NoCompression
  | Lz4Compression
  | ZstdCompression
  | PlainCompression
  | DictionaryCompression
  | CustomCompression;

export interface NoCompression {
  readonly enabled: false;
}

interface CommonCompression {
  readonly enabled?: true;
  /** KiB of data that are compressed, and so read, together: a power of two. Default 16. */
  readonly chunkLengthInKb?: number;
  /** A chunk is stored as it is unless it shrinks by this factor: 1 or more, or 0 to compress always. Default 0. */
  readonly minCompressRatio?: number;
}

export interface Lz4Compression extends CommonCompression {
  readonly class: BuiltIn<'LZ4Compressor'>;
  /** Default `'fast'`. */
  readonly lz4CompressorType?: 'fast' | 'high';
  /** 1 to 17, for type `'high'`. Default 9. */
  readonly lz4HighCompressorLevel?: number;
}

export interface ZstdCompression extends CommonCompression {
  readonly class: BuiltIn<'ZstdCompressor'>;
  /** -131072 (fast) to 22 (small). Default 3. */
  readonly compressionLevel?: number;
}

export interface PlainCompression extends CommonCompression {
  readonly class: BuiltIn<'SnappyCompressor' | 'DeflateCompressor' | 'NoopCompressor'>;
}

/** ScyllaDB's own; sub-options spelled as it spells them. */
export interface DictionaryCompression {
  readonly class: 'LZ4WithDictsCompressor' | 'ZstdWithDictsCompressor';
  readonly [subOption: string]: string | number | boolean;
}

/** A compressor of another maker: its class with the package, and sub-options spelled as that class spells them. */
export interface CustomCompression {
  readonly class: `${string}.${string}`;
  readonly [subOption: string]: string | number | boolean;
}
