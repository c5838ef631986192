import { clauseOf } from '../../cql/data-statement.js';
import { when, type Rule } from '../input/rule.js';
import { hasWords, inCreated, nameOf } from '../input/step.js';

/** About materialized views. */
export const VIEW_RULES: readonly Rule[] = [
  {
    code: 'C231',
    severity: 'warning',
    title: 'A materialized view',
    why: 'Views are experimental, and switched off by default since Cassandra 4.0 (materialized_views_enabled): the server refuses them there. They can get out of step with their table, and nothing repairs that but building them again.',
    instead:
      'Write a second table from the application; or make sure that every cluster has them switched on, and waive this.',
    find: inCreated('materialized view', ({ name }) => [`${nameOf(name)} needs materialized_views_enabled`]),
  },
  {
    code: 'C232',
    severity: 'error',
    title: 'A quote in the condition of a view',
    why: 'The server stores the condition without doubling the quote again. The view works; but no node that has it can start again.',
    instead: 'Leave the value with the quote out of the condition.',
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
    why: 'The definition of a view knows no ALLOW FILTERING: it is a syntax error. A view filters by its condition anyway.',
    instead: 'Leave it out.',
    find: inCreated('materialized view', (_, { statement }) =>
      when(hasWords(statement.tokens, 'ALLOW', 'FILTERING'), 'a view cannot say that'),
    ),
  },
];
