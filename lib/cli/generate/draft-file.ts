import { join } from 'node:path';
import { describeDraft } from '../../core/draft/describe-draft.js';
import type { Draft } from '../../core/draft/draft-migration.js';
import { explainImpossible } from '../../core/diff/impossible-steps.js';
import { wayBackOf } from '../../core/draft/way-back.js';
import { parseMigrationName } from '../../core/history/migration-name.js';
import { byName } from '../../core/history/reconcile.js';
import { nextName, readDescription } from '../../core/history/new-migration.js';
import type { LintFinding } from '../../core/lint/input/finding.js';
import type { LintInput } from '../../core/lint/input/lint-input.js';
import { lintMigrations } from '../../core/lint/lint-migrations.js';
import { visible } from '../../core/text/visible.js';
import { UsageError } from '../settings/errors.js';
import type { Settings } from '../settings/settings.js';
import { formatSource } from './format-source.js';
import { renderClass, renderScript, type MigrationText } from './migration-text.js';
import type { Project } from './project.js';

/** A migration file to write. */
export interface DraftFile {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly isReversible: boolean;
  /** Findings of lint about it. */
  readonly findings: readonly LintFinding[];
}

export interface Wish {
  readonly words: string;
  /** The day, as YYYYMMDD. */
  readonly date: string;
}

const LONGEST = 60;

export async function draftFile(
  drafts: readonly Draft[],
  project: Project,
  settings: Settings,
  { words, date }: Wish,
): Promise<DraftFile> {
  const changes = drafts.flatMap((draft) => draft.changes.map(({ change }) => change));
  const title = titleOf(words, describeDraft(changes));
  const text = textOf(drafts, { title, words, allowDestructive: settings.task.allowDestructive });
  const extension = extensionFor(project, settings);
  const { name, path } = placeOf(project, { title, date, extension });
  const source = extension === 'cql' ? renderScript(text) : await formatSource(path, renderClass(text));
  const findings = findingsIn(inputOf(name, { extension, source, text }), project);
  return { name, path, text: source, isReversible: text.obstacles.length === 0, findings };
}

interface Place {
  readonly title: string;
  readonly date: string;
  readonly extension: 'ts' | 'cql';
}

/** The name and the path of a migration that comes after all others. */
export function placeOf(
  { migrations, directory }: Project,
  { title, date, extension }: Place,
): Pick<DraftFile, 'name' | 'path'> {
  const existing = migrations.flatMap((migration) => parseMigrationName(migration.name) ?? []);
  const name = nextName(title, existing, date);
  return { name, path: join(directory, `${name}.${extension}`) };
}

/** Findings of lint about a migration that comes after all others. */
export function findingsIn(input: LintInput, { migrations, keyspace }: Project): readonly LintFinding[] {
  return lintMigrations([...migrations, input], { keyspace }).filter(({ origin }) => origin === input.origin);
}

/**
 * The description in snake case, cut at a word; one of its own where the user gives none.
 * @throws UsageError
 */
export function titleOf(words: string, own: string): string {
  const read = readDescription(words === '' ? own.replaceAll(/[^\w\s-]/g, ' ') : words);
  if (read.kind === 'title') return read.title.slice(0, LONGEST).replace(/_+$/, '');
  if (words === '') return 'changes';
  throw new UsageError([`"${visible(words)}" ${read.reason}`], {
    hint: `For example: coodie migrate generate ${read.suggestion}`,
  });
}

interface TextWish {
  readonly title: string;
  readonly words: string;
  readonly allowDestructive: boolean;
}

function textOf(drafts: readonly Draft[], { title, words, allowDestructive }: TextWish): MigrationText {
  const ways = drafts.map(wayBackOf);
  const isOneWay = ways.some(({ obstacles }) => obstacles.length > 0);
  const isDestructive = drafts.some(({ changes }) => changes.some(({ change }) => change.kind.startsWith('drop-')));
  return {
    title,
    description: descriptionOf(words, title),
    notes: drafts.flatMap(({ impossible }) => impossible.map(leftOut)),
    allowDestructive: allowDestructive && isDestructive,
    upgrade: drafts.flatMap(({ upgrade }) => upgrade),
    downgrade: isOneWay ? [] : drafts.toReversed().flatMap(({ downgrade }) => downgrade),
    obstacles: ways.flatMap(({ obstacles }) => obstacles),
    remarks: ways.flatMap(({ remarks }) => remarks),
  };
}

export function descriptionOf(words: string, title: string): string {
  const described = words === '' ? title.replaceAll('_', ' ') : words;
  return described.charAt(0).toUpperCase() + described.slice(1);
}

function leftOut(change: Draft['impossible'][number]): string {
  const { where, difference } = explainImpossible(change);
  return visible(`${where} ${difference} has no statement and is left out.`);
}

/** TypeScript where the directory has some, or has nothing and the sources are no JavaScript; else as the newest file. */
function extensionFor({ migrations, isBuilt }: Project, { task, application }: Settings): 'ts' | 'cql' {
  if (task.cql) return 'cql';
  if (migrations.length === 0) return /\.[cm]?js$/.test(application.app ?? '') && !isBuilt ? 'cql' : 'ts';
  const newest = migrations.toSorted((a, b) => byName(a.name, b.name)).at(-1);
  return migrations.some(({ origin }) => /\.[cm]?ts$/.test(origin)) || newest?.form === 'code' ? 'ts' : 'cql';
}

interface Written {
  readonly extension: 'ts' | 'cql';
  readonly source: string;
  readonly text: MigrationText;
}

/** The input of lint for the file. */
function inputOf(name: string, { extension, source, text }: Written): LintInput {
  const origin = `${name}.${extension}`;
  if (extension === 'cql') return { form: 'script', name, origin, text: source };
  const { upgrade, downgrade, allowDestructive, obstacles } = text;
  const isOneWay = obstacles.length > 0;
  const ways = { upgrade, downgrade, hasDowngrade: !isOneWay, isOneWay };
  return { form: 'code', name, origin, text: source, allowDestructive, stopped: [], notAwaited: [], ...ways };
}
