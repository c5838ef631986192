import type { ApplicableChange } from '../diff/change.js';
import { scyllaSpelling } from '../options/scylla-spelling.js';

/** The same change with its options in the words that ScyllaDB takes. */
export function inScylla(change: ApplicableChange): ApplicableChange {
  switch (change.kind) {
    case 'create-table':
      return { ...change, table: { ...change.table, options: scyllaSpelling(change.table.options) } };
    case 'create-view':
      return { ...change, view: { ...change.view, options: scyllaSpelling(change.view.options) } };
    case 'alter-options':
      return { ...change, to: scyllaSpelling(change.to) };
    case 'alter-view-options':
      return { ...change, to: scyllaSpelling(change.to) };
    default:
      return change;
  }
}
