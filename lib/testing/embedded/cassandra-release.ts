import { EmbeddedCassandraOptionError } from './embedded-cassandra-error.js';

/** Releases that share the names of settings; 6.0 starts with those of 5.0. */
export type Recipe = '4.0' | '4.1' | '5.0';

export interface CassandraRelease {
  readonly version: string;
  readonly recipe: Recipe;
  /** Major versions of Java that run it, the best first. */
  readonly javas: readonly number[];
}

const JAVAS_OF: Readonly<Record<Recipe, readonly number[]>> = {
  '4.0': [11, 8],
  '4.1': [11, 8],
  // From 24 on Java has no security manager at all, which Cassandra 5 cannot live without.
  '5.0': [17, 11, 21, 18, 19, 20, 22, 23],
};

/** @throws EmbeddedCassandraOptionError if the version is not one of 4.0 or later. */
export function parseCassandraRelease(version: string): CassandraRelease {
  const match = /^(\d+)\.(\d+)[.\w-]*$/.exec(version);
  if (!match || Number(match[1]) < 4) {
    throw new EmbeddedCassandraOptionError(
      'version',
      `'${version}' is not a release of Cassandra 4.0 or later, such as '5.0.8'`,
    );
  }
  const recipe = recipeOf(Number(match[1]), Number(match[2]));
  const javas = Number(match[1]) > 5 ? JAVAS_OF[recipe].filter((major) => major > 11) : JAVAS_OF[recipe];
  return { version, recipe, javas };
}

function recipeOf(major: number, minor: number): Recipe {
  if (major > 4) return '5.0';
  return minor === 0 ? '4.0' : '4.1';
}
