import type { TableOptions } from './table-options.js';

export type OptionName = keyof TableOptions;

/** Text, number, switch, or one of the three map options with the names and values that the server stores. */
export type OptionValue = string | number | boolean | Readonly<Record<string, string>>;

/**
 * Table options in the one form that declarations and stored rows are both parsed into. What is absent was not declared,
 * or could not be read: it is not managed.
 */
export type CanonicalOptions = Partial<Readonly<Record<OptionName, OptionValue>>>;
