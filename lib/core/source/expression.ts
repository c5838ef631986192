/** A TypeScript expression as data: what stands between the parentheses of a decorator. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | ObjectExpression;

export interface ObjectExpression {
  readonly kind: 'object';
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly value: Expression;
}

/** Value that can be written as a literal. A field that is `undefined` is omitted. */
export type Plain = string | number | boolean | readonly Plain[] | PlainObject;

export interface PlainObject {
  readonly [name: string]: Plain | undefined;
}

export function expressionOf(value: Plain): Expression {
  if (typeof value !== 'object') return { kind: 'literal', value };
  return isList(value) ? { kind: 'list', items: value.map(expressionOf) } : objectOf(value);
}

export function objectOf(object: PlainObject): ObjectExpression {
  const fields = Object.entries(object).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: expressionOf(value) }],
  );
  return { kind: 'object', fields };
}

// Array.isArray does not narrow a readonly array away.
const isList = (value: readonly Plain[] | PlainObject): value is readonly Plain[] => Array.isArray(value);
