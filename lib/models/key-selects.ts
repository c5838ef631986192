import type { RowValues } from '../core/query/row-problems.js';
import type { ModelTable } from './model-table.js';
import { isOperation } from './operators.js';
import { selectQuery, type Selection } from './select-query.js';

/** Choices of fields whose statement is kept; a caller may hand on those of a request. */
const MOST_CHOICES = 100;

/** The statements that read one row by its key: rendered once for each choice of fields. */
export class KeySelects {
  private readonly rendered = new Map<string, Selection>();

  constructor(private readonly table: ModelTable) {}

  /** @throws InvalidModelCallError where there is no such field */
  of(key: RowValues, fields: readonly string[] = []): Selection {
    const values = this.table.key.map(({ property }) => key[property]);
    if (values.some(isOperation)) return selectQuery(this.table, 'get', { where: key, fields });
    const { cql, columns } = this.rendered.get(fields.join('\0')) ?? this.render(key, fields);
    const params = this.table.key.map(({ fromModel }, index) => (fromModel ? fromModel(values[index]) : values[index]));
    return { cql, columns, params };
  }

  private render(key: RowValues, fields: readonly string[]): Selection {
    const where = Object.fromEntries(this.table.key.map(({ property }) => [property, key[property]]));
    const selection = selectQuery(this.table, 'get', { where, fields });
    if (this.rendered.size < MOST_CHOICES) this.rendered.set(fields.join('\0'), { ...selection, params: [] });
    return selection;
  }
}
