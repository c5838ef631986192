import type { Change } from '../../../lib/core/diff/change.js';
import { diffSchema } from '../../../lib/core/diff/diff-schema.js';
import type { SchemaModel } from '../../../lib/core/model/schema-model.js';
import { OPTION_DEFINITIONS, OPTION_NAMES } from '../../../lib/core/options/option-definitions.js';
import { parseDeclaredOptions } from '../../../lib/core/options/parse-declared-options.js';
import type { CanonicalOptions, OptionName, TableOptions } from '../../../lib/core/options/table-options.js';
import { unsupportedOptions } from '../../../lib/core/options/unsupported-options.js';
import { validateSchema } from '../../../lib/core/validate/validate-schema.js';
import { describeChanges, LiveSchema, type Parts, useSchemaClient } from '../../support/live-schema.js';
import { table, view } from '../../support/models.js';
import { isSince, serverRelease, serverVersion } from '../../support/server-version.js';
import { OPTION_VALUES, SPELLINGS } from './option-values.js';

const supported = (option: OptionName, value: unknown) =>
  unsupportedOptions(declare(option, value), serverVersion()).length === 0;

const OPTIONS = OPTION_NAMES.map((option) => ({
  option,
  values: OPTION_VALUES[option].filter((value) => supported(option, value)),
  left: OPTION_VALUES[option].filter((value) => !supported(option, value)),
}));
const HERE = OPTIONS.filter(({ values }) => values.length > 0);

function declare(option: string, value: unknown): CanonicalOptions {
  return declareAll({ [option]: value } as TableOptions);
}

function declareAll(declared: TableOptions): CanonicalOptions {
  const { options, problems } = parseDeclaredOptions(declared);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return options;
}

describe('every option', () => {
  const client = useSchemaClient();

  it.each(OPTIONS.filter(({ left }) => left.length > 0))(
    `has values that ${serverRelease()} does not know: $option $left`,
    ({ left, option }) => {
      for (const value of left) expect(unsupportedOptions(declare(option, value), serverVersion())).toHaveLength(1);
    },
  );

  it.each(HERE)('of a table is created, altered from value to value and back: $option', ({ option, values }) =>
    LiveSchema.with(client, 'options', async (live) => {
      const of = (options: CanonicalOptions) => live.of({ tables: [table('t', { options })] });
      expect(await steps(live, statesOf(option, values).map(of))).toEqual(expectedSteps(values));
    }),
  );

  it.each(HERE)('of a view likewise: $option', ({ option, values }) =>
    LiveSchema.with(client, 'options', async (live) => {
      const base: Parts = { tables: [table('t', { columns: { v: 'int' } })] };
      const where = ['id IS NOT NULL', 'v IS NOT NULL'];
      const of = (options: CanonicalOptions) =>
        live.of({ ...base, views: [view('m', 't', { partitionKey: ['v', 'id'], where, options })] });
      const fit = values.filter((value) => validateSchema(of(declare(option, value))).length === 0);
      await live.apply(await live.changesTo(live.of(base)));
      expect(await steps(live, statesOf(option, fit).map(of))).toEqual(expectedSteps(fit));
    }),
  );

  it('is understood as others spell it', () =>
    LiveSchema.with(client, 'options', async (live) => {
      const spellings = SPELLINGS.filter(({ cql }) => isKnown(cql));
      const named = spellings.map((spelling, position) => ({ ...spelling, name: `t${position}` }));
      for (const { name, cql } of named) {
        await live.execute(`CREATE TABLE ${live.keyspace}.${name} (id int PRIMARY KEY) WITH ${cql}`);
      }
      const tables = named.map(({ name, declared }) => table(name, { options: declareAll(declared) }));
      expect(tables.length).toBeGreaterThan(25);
      expect(describeChanges(await live.changesTo(live.of({ tables })))).toEqual([]);
    }));
});

/** Newer options are unknown to an older server, however they are spelled. */
function isKnown(cql: string): boolean {
  return OPTION_NAMES.filter((name) => cql.includes(OPTION_DEFINITIONS[name].cqlName)).every(
    (name) => OPTION_DEFINITIONS[name].since === undefined || supported(name, OPTION_VALUES[name][0]),
  );
}

/** Each value in turn, and the first one again. */
function statesOf(option: OptionName, values: readonly unknown[]): readonly CanonicalOptions[] {
  return [...values, ...values.slice(0, 1)].map((value, position) => ({
    ...declare(option, value),
    ...companionOf(option, position),
  }));
}

/** Cassandra 4 forgets a change of this option alone: see the table of risks. */
function companionOf(option: OptionName, position: number): CanonicalOptions {
  return option === 'additionalWritePolicy' && !isSince('5.0') ? { comment: `change ${position}` } : {};
}

interface Step {
  readonly statements: number;
  /** What a second look finds still to do, on the way there and on the way back, options that are not declared left out. */
  readonly left: readonly string[];
}

async function steps(live: LiveSchema, states: readonly SchemaModel[]): Promise<readonly Step[]> {
  const taken: Step[] = [];
  for (const desired of states) {
    const statements = await live.apply(await live.changesTo(desired));
    const back = diffSchema(desired, await live.read()).filter(({ kind }) => !ALTERED.has(kind));
    taken.push({
      statements: statements.length,
      left: describeChanges([...(await live.changesTo(desired)), ...back]),
    });
  }
  return taken;
}

const ALTERED: ReadonlySet<Change['kind']> = new Set(['alter-options', 'alter-view-options']);

/** One statement each, and nothing left; none where the last value is the first. */
function expectedSteps(values: readonly unknown[]): readonly Step[] {
  return [...values, ...values.slice(0, 1)].map((_, position) => ({
    statements: position === 1 && values.length === 1 ? 0 : 1,
    left: [],
  }));
}
