import { formatCount } from '../../core/text/figures.js';
import { visible } from '../../core/text/visible.js';
import { indent } from '../../present/columns.js';
import type { Paint } from '../../present/paint.js';
import type { PlannedFile } from '../init/new-files.js';
import type { Setup } from '../init/draft-setup.js';

export interface InitView extends Setup {
  readonly dryRun: boolean;
  /** Whether the baseline is recorded as applied. */
  readonly recorded: boolean;
  /** The Nest module; absent where none is named. */
  readonly app: string | undefined;
}

const KINDS = {
  new: 'a new database',
  existing: 'a database that has tables already',
  begun: 'there are migrations already: nothing to do',
} as const;

/** `coodie init`: every file, and what comes next. */
export function presentInit(view: InitView, paint: Paint): string {
  const { files, dryRun, kind } = view;
  if (kind === 'begun') return presentSetup(view, paint);
  const count = formatCount(newOnes(files).length, 'file');
  const proof = kind === 'existing' ? ': replayed, they make what the keyspace has' : '';
  const next = stepsAfter(view);
  return [
    presentSetup(view, paint),
    `${count} ${dryRun ? 'would be written' : 'written'}${dryRun ? '' : proof}`,
    ...(next.length === 0 ? [] : ['Next:', ...next.map((step) => indent(step))]),
  ].join('\n');
}

/** The files, before they are written. */
export function presentSetup({ keyspace, kind, files, notes }: Setup, paint: Paint): string {
  return [
    `${paint.bold(visible(keyspace))} · ${KINDS[kind]}`,
    ...files.map(({ path, state }) => `  ${state === 'new' ? paint.green('+') : '='} ${visible(path)}`),
    ...notes.map((note) => `  ${paint.yellow('!')} ${visible(note)}`),
  ].join('\n');
}

const newOnes = (files: readonly PlannedFile[]) => files.filter(({ state }) => state === 'new');

/** The commands and edits that follow. */
function stepsAfter({ kind, baseline, recorded, pulledTo, app }: InitView): readonly string[] {
  if (kind === 'begun') return [];
  const module = `import CoodieModule.forRoot in ${visible(app ?? 'the Nest module')}, with schema: { onBootstrap: 'verify' }`;
  if (kind === 'new') return [module, 'coodie migrate generate "<description>", coodie migrate apply'];
  return [
    ...(recorded
      ? []
      : [`coodie migrate baseline --target ${baseline} --yes    for each database that has these tables`]),
    ...(app === undefined ? [module] : []),
    ...(pulledTo === undefined
      ? []
      : [`register the classes: CoodieModule.forFeature(ENTITIES) of ${visible(pulledTo)}/index.ts`]),
    'coodie schema check, coodie migrate generate --check',
  ];
}

export function initJson(view: InitView): unknown {
  const { keyspace, kind, directory, files, baseline, recorded, notes } = view;
  const stated = files.map(({ path, state }) => ({ file: path, state }));
  return { keyspace, kind, directory, files: stated, baseline, recorded, notes, next: stepsAfter(view) };
}
