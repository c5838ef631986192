import { isUnderWay } from '../scenarios/statements.js';
import type { Invariant } from './invariant.js';

/** A statement of a migration is sent while that migration runs in the call that sends it. */
export function statementsBelong(): Invariant {
  return {
    name: 'statements are sent by the migration that they belong to',
    onSend: ({ actor, cqls }, { callOf, plan }) => {
      const call = callOf(actor);
      const wrong = cqls.find(
        (cql) => call && isUnderWay(plan.chapters, cql) && !belongs(plan.chapters, cql, call.migration),
      );
      return wrong === undefined
        ? undefined
        : `${actor} sends while ${call?.migration ?? 'no migration'} runs: ${wrong}`;
    },
  };
}

function belongs(
  chapters: readonly { readonly name: string; readonly up: readonly string[]; readonly down: readonly string[] }[],
  cql: string,
  migration: string | undefined,
): boolean {
  return chapters.some(({ name, up, down }) => name === migration && (up.includes(cql) || down.includes(cql)));
}
