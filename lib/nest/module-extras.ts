import { anything, isPlainObject, must, object, text, truth } from '../core/options/check-options.js';
import { describeValue } from '../core/text/visible.js';
import type { CoodieModuleAsyncOptions, CoodieModuleExtras, CoodieModuleOptions } from './coodie-options.interface.js';
import { DEFAULT_CONNECTION } from './coodie.constants.js';

/** The part of the options that Nest needs before it makes anything, with defaults for what is wrong. */
export interface Extras {
  readonly core: { readonly name: string; readonly isGlobal: boolean };
  readonly problems: readonly string[];
}

export function extrasOf(options: unknown): Extras {
  const { name, isGlobal } = isPlainObject(options) ? options : {};
  return {
    core: {
      name: typeof name === 'string' && name !== '' ? name : DEFAULT_CONNECTION,
      isGlobal: typeof isGlobal === 'boolean' ? isGlobal : true,
    },
    problems: [
      ...(name === undefined ? [] : text(name, 'name')),
      ...(isGlobal === undefined ? [] : truth(isGlobal, 'isGlobal')),
    ],
  };
}

/** The options of the connection itself. */
export function withoutExtras(options: CoodieModuleOptions & CoodieModuleExtras): unknown {
  if (!isPlainObject(options)) return options;
  const { name: _name, isGlobal: _isGlobal, ...others } = options;
  return others;
}

const isFunction = (value: unknown) => typeof value === 'function';
const list = must('a list', (value) => Array.isArray(value));

const RETURNED = 'it in what useFactory or createCoodieOptions returns';

const ASYNC_OPTIONS = object<CoodieModuleAsyncOptions>(
  {
    name: anything,
    isGlobal: anything,
    imports: list,
    inject: list,
    useFactory: must('a function', isFunction),
    useClass: must('a class', isFunction),
    useExisting: must('a class', isFunction),
    extraProviders: list,
  },
  { client: RETURNED, keyspace: RETURNED, schema: RETURNED, migrations: RETURNED, lock: RETURNED, connect: RETURNED },
);

export function asyncOptionProblems(options: unknown): readonly string[] {
  if (!isPlainObject(options)) return [`there are none: forRootAsync takes an object, not ${describeValue(options)}`];
  const ways = ['useFactory', 'useClass', 'useExisting'].filter((way) => options[way] !== undefined);
  return [
    ...ASYNC_OPTIONS(options, ''),
    ...(ways.length === 0 ? ['forRootAsync needs useFactory, useClass or useExisting'] : []),
    ...(ways.length > 1 ? [`forRootAsync takes one of ${ways.join(', ')}, not several`] : []),
  ];
}
