import type { CassandraRelease } from './cassandra-release.js';

export interface Java {
  /** Absolute path of the `java` program. */
  readonly executable: string;
  /** 8, 11, 17 … */
  readonly major: number;
}

/** The best of the candidates for this release; among equals the first. */
export function chooseJava(candidates: readonly Java[], release: CassandraRelease): Java | undefined {
  return release.javas
    .map((major) => candidates.find((java) => java.major === major))
    .find((java) => java !== undefined);
}

/** Reads `JAVA_VERSION="17.0.15"` of a release file or `openjdk version "1.8.0_402"` of `java -version`. */
export function parseJavaMajor(text: string): number | undefined {
  const match = /(?:JAVA_VERSION=|version )"(?:1\.)?(\d+)/.exec(text);
  return match ? Number(match[1]) : undefined;
}
