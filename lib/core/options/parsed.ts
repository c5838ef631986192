/** Result of parsing an untrusted value: the value, or every reason why there is none. */
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
