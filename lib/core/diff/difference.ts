/** One line about a difference. `group` is the table or type it belongs to, `subject` the thing within. */
export interface Difference {
  readonly sign: '+' | '~' | '−';
  readonly group: string;
  readonly subject: string;
  readonly detail: string;
}
