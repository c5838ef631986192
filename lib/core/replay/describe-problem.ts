import type { Contradiction, Subject } from './contradiction.js';

/** A contradiction in words, without its place: `adds products.rating, which 20260301_001_rating.ts has added`. */
export function describeProblem({ problem, subject, by }: Contradiction, other: string | undefined): string {
  const name = nameOf(subject);
  switch (problem) {
    case 'exists': {
      const [makes, made] = subject.part === undefined ? ['creates', 'created'] : ['adds', 'added'];
      return `${makes} ${name}, which ${other === undefined ? 'is there already' : `${other} has ${made}`}`;
    }
    case 'missing':
      return other === undefined
        ? `alters ${name}, which no migration makes: the history does not begin at nothing`
        : `uses ${name}, which ${other} has dropped or renamed`;
    case 'in-use':
      return `drops or changes ${name}, which ${by ? nameOf(by) : 'something else'}${other === undefined ? '' : ` of ${other}`} uses`;
    case 'not-allowed':
      return `does with ${name} what Cassandra does not allow`;
    case 'unreadable':
      return `has a statement about ${name} that cannot be read`;
  }
}

function nameOf({ kind, name, part }: Subject): string {
  if (part !== undefined) return `${name}.${part}`;
  return kind === 'table' ? name : `${kind} ${name}`;
}
