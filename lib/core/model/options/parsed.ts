/** What an untrusted value was read as, or, without a value, every reason why it was not. */
export interface Parsed<Value> {
  readonly value: Value | undefined;
  readonly problems: readonly string[];
}

export function accept<Value>(value: Value): Parsed<Value> {
  return { value, problems: [] };
}

export function refuse(...problems: readonly string[]): Parsed<never> {
  return { value: undefined, problems };
}
