import { clauseOf } from '../../cql/data-statement.js';
import { when, type Rule } from '../input/rule.js';
import { hasWords, inCreated, nameOf } from '../input/step.js';

/** About materialized views. */
export const VIEW_RULES: readonly Rule[] = [
  {
    code: 'C231',
    severity: 'warning',
    title: 'A materialized view',
    why: 'Views are experimental and disabled by default since Cassandra 4.0 (materialized_views_enabled): the server refuses them. They can get out of sync with their table, and only building them again repairs that.',
    instead:
      'Write to a second table from the application; or make sure that views are enabled on every cluster, and waive this.',
    find: inCreated('materialized view', ({ name }) => [`${nameOf(name)} needs materialized_views_enabled`]),
  },
  {
    code: 'C232',
    severity: 'error',
    title: 'A quote in the condition of a view',
    why: 'The server stores the condition without escaping the quote. The view works, but no node that has it can start again.',
    instead: 'Remove the value with the quote from the condition.',
    find: inCreated('materialized view', (_, { statement }) => {
      const condition = clauseOf(statement.tokens, 'WHERE', 'PRIMARY', 'WITH');
      const quoted = condition.find(({ kind, text }) => kind === 'string' && text.slice(1, -1).includes("'"));
      return when(quoted !== undefined, `${quoted?.text} has a quote in it: a node with this view cannot start again`);
    }),
  },
  {
    code: 'C233',
    severity: 'error',
    title: 'ALLOW FILTERING in a view',
    why: 'ALLOW FILTERING is a syntax error in the definition of a view, which filters by its condition anyway.',
    instead: 'Remove it.',
    find: inCreated('materialized view', (_, { statement }) =>
      when(hasWords(statement.tokens, 'ALLOW', 'FILTERING'), 'a view cannot say that'),
    ),
  },
];
