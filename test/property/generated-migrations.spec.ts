import * as fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { draftFile, type DraftFile } from '../../lib/cli/generate/draft-file.js';
import { draftProject } from '../../lib/cli/generate/draft-project.js';
import type { Project } from '../../lib/cli/generate/project.js';
import { parseSettings } from '../../lib/cli/settings/parse-settings.js';
import type { Settings } from '../../lib/cli/settings/settings.js';
import { fromFlags } from '../../lib/cli/settings/raw-settings.js';
import { diffSchema } from '../../lib/core/diff/diff-schema.js';
import { withoutOwnTables } from '../../lib/core/diff/ignored.js';
import type { SchemaModel } from '../../lib/core/model/schema-model.js';
import { MigrationService } from '../../lib/index.js';
import { readInputs } from '../../lib/migrations/lint-source.js';
import { MigrationDirectory } from '../../lib/migrations/source/migration-directory.js';
import { withApplication } from '../support/application.js';
import { describeChanges, LiveSchema, useSchemaClient } from '../support/live-schema.js';
import { itOn, serverVersion } from '../support/server-version.js';
import { anyEvolution } from './generate/evolution.js';
import { chance, shuffled, type Draw } from './generate/draw.js';

const CASES = Number(process.env['COODIE_GENERATED_CASES'] ?? 12);
const [SEED = String(Date.now() % 2 ** 31), PATH] = process.env['COODIE_SEED']?.split(':') ?? [];
const RUNS = { seed: Number(SEED), ...(PATH === undefined ? { numRuns: CASES } : { path: PATH, numRuns: 1 }) };
const TABLES = 6;

const SETTINGS = parseSettings(fromFlags({}), { password: undefined });

/** Upgrades that no server takes back, as docs/generate.md lists them. */
const NO_WAY_BACK = [
  /^a field of a user type cannot be dropped: /,
  /cannot be added again: /,
  /that is not frozen/,
] as const;
/** Follows from one of these: the type of a column that stays cannot be dropped. */
const FOLLOWS = /is the type of a column or field that stays$/;

describe(`any generated migration, with COODIE_SEED=${SEED}`, () => {
  jest.setTimeout(600_000);
  const client = useSchemaClient();
  const seen = { ways: 0, oneWay: 0, onlyOnce: 0 };

  // Cassandra 4 forgets some changes of options without a word: sync asks the server first, generate asks none.
  const title =
    'passes lint, is applied, leaves no difference, is rolled back to what was before, and is applied again';
  itOn({ since: '5.0' }, title, async () => {
    const property = fc.asyncProperty(fc.gen(), (draw) =>
      LiveSchema.with(client, 'generated', async (live) => {
        const directory = mkdtempSync(join(tmpdir(), 'coodie-generated-'));
        try {
          const { before, after } = anyEvolution(draw, { version: serverVersion(), tables: TABLES });
          const walk = new Walk({ live, directory, draw });
          await walk.reach(live.of(before), 'first');
          await walk.reach(live.of(after), 'second');
          await walk.backAndForth(seen);
        } finally {
          rmSync(directory, { recursive: true, force: true });
        }
      }),
    );
    const { failed, counterexamplePath, errorInstance } = await fc.check(property, { ...RUNS, endOnFailure: true });
    const again = `COODIE_SEED=${SEED}:${counterexamplePath?.split(':')[0]}`;
    if (failed) throw new Error(`Again: ${again}\n${String(errorInstance)}`, { cause: errorInstance });
    expect(seen.ways + seen.oneWay).toBe(RUNS.numRuns);
  });
});

interface Place {
  readonly live: LiveSchema;
  readonly directory: string;
  readonly draw: Draw;
}

/** One history of two migrations, generated one after the other. */
class Walk {
  private readonly states: SchemaModel[] = [];
  private last: DraftFile | undefined;
  private readonly settings: Settings;

  constructor(private readonly place: Place) {
    this.settings = { ...SETTINGS, task: { ...SETTINGS.task, cql: chance(place.draw, 50) } };
  }

  /** Generates the migration to a schema, the same one twice, and applies it. */
  async reach(desired: SchemaModel, words: string): Promise<void> {
    const { draw } = this.place;
    this.states.push(await this.read());
    const file = await this.generate(desired, words);
    const again = await this.generate(inAnyOrder(draw, desired), words);
    if (again?.text !== file?.text) throw new Error(`Not the same bytes:\n${file?.text}\n${again?.text}`);
    this.last = file;
    if (!file) return;
    const errors = file.findings.filter(({ severity }) => severity === 'error');
    nothing(
      'lint',
      errors.map(({ code, message }) => `${code} ${message}`),
      file,
    );
    writeFileSync(file.path, file.text, { flag: 'wx' });
    await this.migrate((service) => service.apply());
    nothing('left after apply', describeChanges(diffSchema(await this.read(), desired)), file);
    if ((await this.generate(desired, 'nothing')) !== undefined)
      throw new Error('There is something to generate again');
  }

  async backAndForth(seen: { ways: number; oneWay: number; onlyOnce: number }): Promise<void> {
    const file = this.last;
    if (!file?.isReversible) {
      seen.oneWay += 1;
      return assertNoWayBack(file);
    }
    const after = await this.read();
    await this.migrate((service) => service.rollback({ steps: 1 }));
    nothing('left after rollback', betweens(await this.read(), this.states.at(-1) ?? after), file);
    seen.ways += 1;
    const refused = await this.migrate((service) => service.apply()).then(
      () => undefined,
      (error: unknown) => error,
    );
    const isOnlyOnce = file.text.includes('this goes back once, and not forward any more');
    if (refused !== undefined && !isOnlyOnce) throw refused;
    if (refused === undefined) nothing('left after the second apply', betweens(await this.read(), after), file);
    else seen.onlyOnce += 1;
  }

  private async read(): Promise<SchemaModel> {
    return withoutOwnTables(await this.place.live.read());
  }

  private async generate(desired: SchemaModel, words: string): Promise<DraftFile | undefined> {
    const { live, directory } = this.place;
    const source = new MigrationDirectory(directory, async (migration) => new migration());
    const migrations = await readInputs(source, live.keyspace);
    const project: Project = {
      keyspace: live.keyspace,
      directory,
      isBuilt: false,
      unbuilt: [],
      listsClasses: false,
      syncsAtStart: false,
      desired: [desired],
      ignore: [],
      migrations,
      live: undefined,
    };
    const drafts = draftProject(project, this.settings.task);
    nothing('impossible', describeChanges(drafts.flatMap(({ impossible }) => impossible)), undefined);
    if (drafts.every(({ upgrade }) => upgrade.length === 0)) return undefined;
    return draftFile(drafts, project, this.settings, { words, date: '20260101' });
  }

  private migrate(work: (service: MigrationService) => Promise<unknown>): Promise<unknown> {
    const { live, directory } = this.place;
    const options = {
      keyspace: live.keyspace,
      schema: { onBootstrap: 'off' },
      migrations: { dir: directory, onBootstrap: 'off' },
    } as const;
    return withApplication(options, [], (app) => work(app.get(MigrationService)));
  }
}

/** The reasons in the file are those that the documentation lists. */
function assertNoWayBack(file: DraftFile | undefined): void {
  const reasons = [...(file?.text ?? '').matchAll(/\/\/ No way back: (.*)\.$|^-- coodie:allow C103 (.*)$/gm)].flatMap(
    ([, line, waiver]) => (line === undefined ? (waiver ?? '').split('; ') : [line]),
  );
  if (file && reasons.every((reason) => FOLLOWS.test(reason)))
    throw new Error(`No reason why there is no way back:\n${file.text}`);
  const unknown = reasons.filter((reason) => ![...NO_WAY_BACK, FOLLOWS].some((pattern) => pattern.test(reason)));
  nothing('reasons that are not documented', unknown, file);
}

/** Differences in either direction; coodie's own tables are in no model. */
function betweens(first: SchemaModel, second: SchemaModel): readonly string[] {
  return describeChanges([...diffSchema(first, second), ...diffSchema(second, first)]);
}

function inAnyOrder(draw: Draw, { types, tables, views, ...more }: SchemaModel): SchemaModel {
  return { ...more, types: shuffled(draw, types), tables: shuffled(draw, tables), views: shuffled(draw, views) };
}

function nothing(title: string, lines: readonly string[], file: DraftFile | undefined): void {
  if (lines.length > 0) throw new Error(`${title}:\n${lines.slice(0, 20).join('\n')}\n${file?.text ?? ''}`);
}
