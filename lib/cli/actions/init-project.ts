import { existsSync } from 'node:fs';
import { dayOf } from '../../core/history/new-migration.js';
import { KeyspaceMissingError } from '../../session/errors.js';
import { inApplication, type ApplicationWork } from '../application/in-application.js';
import { draftNewSetup, draftSetup, type Setup } from '../init/draft-setup.js';
import { withFoundSources } from '../settings/find-application.js';
import { writeNew } from '../init/new-files.js';
import { initJson, presentInit, presentSetup, type InitView } from '../presenters/init.presenter.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';
import type { Settings } from '../settings/settings.js';
import type { Terminal } from '../terminal/terminal.js';
import { ask } from './confirmed.js';

type Initiation = Omit<ApplicationWork, 'writes' | 'lazy'>;

/** Writes what a project needs for migrations; with `--yes`, records the baseline of an existing keyspace as applied. */
export async function initProject(circumstances: Initiation): Promise<ExitCode> {
  const { opener, terminal } = circumstances;
  const isOwn = opener.kind === 'from-settings';
  const settings = withKnownEntities(isOwn ? await withFoundSources(circumstances.settings) : circumstances.settings);
  try {
    return await inApplication({ opener, settings, terminal, writes: false }, async (run) => {
      const setup = await draftSetup(run, dayOf(new Date()));
      const { migrations } = run.application;
      return carryOut(setup, { settings, terminal }, (target) =>
        migrations.baseline({ target, reason: 'coodie init' }),
      );
    });
  } catch (error) {
    if (!(error instanceof KeyspaceMissingError)) throw error;
    return carryOut(await draftNewSetup(settings), { settings, terminal }, async () => undefined);
  }
}

/** A configuration file may name a directory that is still to be written. */
function withKnownEntities(settings: Settings): Settings {
  const { entities } = settings.application;
  const isThere = entities !== undefined && existsSync(entities);
  return { ...settings, application: { ...settings.application, entities: isThere ? entities : undefined } };
}

interface Surroundings {
  readonly settings: Settings;
  readonly terminal: Terminal;
}

async function carryOut(
  setup: Setup,
  { settings, terminal }: Surroundings,
  record: (target: string) => Promise<unknown>,
): Promise<ExitCode> {
  const { dryRun } = settings.task;
  const { yes } = settings.output;
  const isAsked = terminal.isInteractive && !yes && !dryRun && setup.files.some(({ state }) => state === 'new');
  if (isAsked && !(await isMeant(setup, terminal))) return EXIT.failed;
  if (!dryRun) await writeNew(setup.files);
  const recorded = !dryRun && yes && setup.baseline !== undefined;
  if (recorded) await record(setup.baseline);
  const view: InitView = { ...setup, dryRun, recorded, app: settings.application.app };
  terminal.show({ text: presentInit(view, terminal.paint), json: initJson(view) });
  return EXIT.done;
}

function isMeant(setup: Setup, terminal: Terminal): Promise<boolean> {
  const state = presentSetup(setup, terminal.paint);
  return ask(terminal, { state, question: 'Write these files?', declined: 'Nothing was written.' });
}
