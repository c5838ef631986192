import * as fc from 'fast-check';
import type { Change } from '../../lib/core/diff/change.js';
import { diffSchema } from '../../lib/core/diff/diff-schema.js';
import { isApplicable } from '../../lib/core/diff/risk.js';
import { type SchemaModel, typesUsedBy } from '../../lib/core/model/schema-model.js';
import { renderChange } from '../../lib/core/render/render-change.js';
import { validateSchema } from '../../lib/core/validate/validate-schema.js';
import { StatementFailedError } from '../../lib/session/errors.js';
import { describeChanges, LiveSchema, useSchemaClient } from '../support/live-schema.js';
import { serverVersion } from '../support/server-version.js';
import { anyEvolution, type Evolution } from './generate/evolution.js';

const TABLES_A_RUN = 20;
const CASES = Number(process.env['COODIE_CASES'] ?? 300);
/** `COODIE_SEED=1234` repeats a run of the suite, `COODIE_SEED=1234:7` its eighth schema alone. */
const [SEED = String(Date.now() % 2 ** 31), PATH] = process.env['COODIE_SEED']?.split(':') ?? [];

const RUNS = {
  seed: Number(SEED),
  ...(PATH === undefined ? { numRuns: Math.ceil(CASES / TABLES_A_RUN) } : { path: PATH, numRuns: 1 }),
};
const TIME_LIMIT = Math.max(600_000, CASES * 2_000);

describe(`any schema, with COODIE_SEED=${SEED}`, () => {
  const client = useSchemaClient();

  const run = async () => {
    const property = fc.asyncProperty(fc.gen(), async (draw) => {
      const evolution = anyEvolution(draw, { version: serverVersion(), tables: TABLES_A_RUN });
      await LiveSchema.with(client, 'property', (live) =>
        LiveSchema.with(client, 'copy', (copy) => follow(evolution, live, copy)),
      );
    });
    const { failed, counterexamplePath, errorInstance } = await fc.check(property, { ...RUNS, endOnFailure: true });
    if (!failed) return;
    const again = `COODIE_SEED=${SEED}:${counterexamplePath?.split(':')[0]}`;
    throw new Error(`Again: ${again}\n${messageOf(errorInstance)}`, { cause: errorInstance });
  };

  it(
    `is made, grows, is copied, and goes back: ${CASES} tables`,
    () => expect(run()).resolves.toBeUndefined(),
    TIME_LIMIT,
  );
});

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

async function follow(evolution: Evolution, live: LiveSchema, copy: LiveSchema): Promise<void> {
  const [before, after] = [live.of(evolution.before), live.of(evolution.after)];
  for (const schema of [before, after])
    expectNothing(
      'the generator made a wrong schema',
      validateSchema(schema).map(({ where, message }) => `${where}: ${message}`),
    );
  await grow(live, before);
  await grow(live, after);
  await imitate(live, copy);
  await goBack(live, before);
}

/** Everything can run, and then there is nothing left to do. */
async function grow(live: LiveSchema, desired: SchemaModel): Promise<void> {
  const changes = await live.changesTo(desired);
  expectNothing('refused', describeChanges(changes.filter((change) => !isApplicable(change))));
  const statements = await live.apply(changes);
  expectNothing('never in sync', differences(await live.changesTo(desired), statements));
}

/** What was read of one keyspace makes an equal one. */
async function imitate(live: LiveSchema, copy: LiveSchema): Promise<void> {
  const original = { ...(await live.read()), keyspace: copy.keyspace };
  const statements = await copy.apply(diffSchema(copy.of({}), original));
  const made = await copy.read();
  expectNothing(
    'copied with a difference',
    differences([...diffSchema(made, original), ...diffSchema(original, made)], statements),
  );
  expect(made).toEqual(original);
}

/** Everything goes back but what coodie says cannot: and that the server refuses. */
async function goBack(live: LiveSchema, before: SchemaModel): Promise<void> {
  const changes = (await live.changesTo(before)).filter(({ kind }) => kind !== 'drop-type');
  const stuck = changes.filter((change) => !isApplicable(change));
  for (const change of stuck) await expectRefusal(live, change);
  const statements = await live.apply(changes);
  const used = typesStillUsed(await live.read(), before);
  const isFree = (change: Change) => change.kind === 'drop-type' && !used.has(change.type.name);
  await live.apply((await live.changesTo(before)).filter(isFree));
  const known = new Set(describeChanges(stuck));
  const left = (await live.changesTo(before)).filter(
    (change) =>
      (change.kind !== 'drop-type' || isFree(change)) && !describeChanges([change]).every((line) => known.has(line)),
  );
  expectNothing('never back', differences(left, statements));
}

/** What went back may leave fields and columns behind that hold types which ought to go. */
function typesStillUsed({ types, tables }: SchemaModel, before: SchemaModel): ReadonlySet<string> {
  const kept = types.filter(({ name }) => before.types.some((type) => type.name === name));
  const typed = [...tables.flatMap(({ columns }) => columns), ...kept.flatMap(({ fields }) => fields)];
  return typesUsedBy(
    types,
    typed.map(({ type }) => type),
  );
}

async function expectRefusal(live: LiveSchema, change: Change): Promise<void> {
  if (change.kind !== 'blocked') return;
  for (const cql of renderChange(change.change, live.keyspace)) {
    await expect(live.execute(cql)).rejects.toThrow(StatementFailedError);
  }
}

/** The differences that are left, and what was sent about their tables. */
function differences(changes: readonly Change[], statements: readonly string[]): readonly string[] {
  if (changes.length === 0) return [];
  const names = changes.flatMap((change) => JSON.stringify(change).match(/"(?:table|view|name)":"([^"]+)"/)?.[1] ?? []);
  return [...describeChanges(changes), ...statements.filter((cql) => names.some((name) => cql.includes(name)))];
}

function expectNothing(title: string, lines: readonly string[]): void {
  if (lines.length > 0) throw new Error(`${title}:\n${lines.slice(0, 40).join('\n')}`);
}
