import { type Check, isPlainObject } from '../options/check-options.js';
import { describeValue } from '../text/visible.js';
import { inferType } from './infer-type.js';

/** The arguments of a decorator as far as they are right, with sentences about the rest. */
export interface Arguments<Options> {
  readonly type?: string | undefined;
  readonly options: Options;
  readonly problems: readonly string[];
}

/** The one argument of a decorator that takes options; `name` shows how a text is meant. */
export function readOptions<Options>(decorator: string, given: unknown, check: Check): Arguments<Partial<Options>> {
  if (given === undefined) return { options: {}, problems: [] };
  if (typeof given === 'string') {
    return { options: {}, problems: [`${decorator} takes an object: write ${decorator}({ name: ${quoted(given)} })`] };
  }
  if (!isPlainObject(given))
    return { options: {}, problems: [`${decorator} takes an object, not ${describeValue(given)}`] };
  const problems = check(given, '').map((problem) => `${decorator}: ${problem}`);
  // Only options that are right are read on.
  const right = Object.entries(given).filter(([name, value]) => check({ [name]: value }, '').length === 0);
  return { options: Object.fromEntries(right) as Partial<Options>, problems };
}

/** The arguments of a decorator that takes a CQL type, options, both or neither. */
export function readTyped<Options>(
  decorator: string,
  [first, second]: readonly unknown[],
  check: Check,
): Arguments<Partial<Options>> {
  if (typeof first === 'string') return { type: first, ...secondOptions<Options>(decorator, [first, second], check) };
  if (typeof first === 'function') {
    const type = inferType(first.name) ?? 'int';
    return {
      type,
      options: {},
      problems: [`${decorator} takes the CQL type as a text, such as ${decorator}('${type}')`],
    };
  }
  if (!isPlainObject(first) || !('type' in first)) return readOptions<Options>(decorator, first, check);
  const { type, ...others } = first;
  const { options, problems } = readOptions<Options>(decorator, others, check);
  const example = `${decorator}(${quoted(typeof type === 'string' ? type : 'text')}${listed(Object.keys(others))})`;
  const stray = `${decorator}: type is no option, the CQL type comes first: write ${example}`;
  return { type: typeof type === 'string' ? type : 'text', options, problems: [stray, ...problems] };
}

function secondOptions<Options>(
  decorator: string,
  [type, given]: readonly [string, unknown],
  check: Check,
): Arguments<Partial<Options>> {
  if (typeof given !== 'string') return readOptions<Options>(decorator, given, check);
  const example = `${decorator}(${quoted(type)}, { name: ${quoted(given)} })`;
  return { options: {}, problems: [`${decorator} takes its options as an object: write ${example}`] };
}

const listed = (names: readonly string[]) => (names.length === 0 ? '' : ', { … }');
const quoted = (text: string) => `'${text}'`;
