import { readFile, writeFile } from 'node:fs/promises';
import { messageOf } from '../../core/error.js';
import { type MigrationPlan, parsePlan } from '../../core/history/migration-plan.js';
import { presentMigrationPlan } from '../../present/migration-plan.presenter.js';
import type { Run } from '../application/run.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, type ExitCode } from '../settings/exit-code.js';

/** Shows what `apply` would do, and keeps it for `apply --plan`. */
export async function planApply({ settings, application, terminal }: Run): Promise<ExitCode> {
  const { target, out } = settings.task;
  const plan = await application.migrations.plan({ target });
  if (out !== undefined) await write(out, plan);
  terminal.show({ text: presentMigrationPlan(plan, { paint: terminal.paint, out }), json: plan });
  return EXIT.done;
}

/** @throws UsageError | InvalidPlanError */
export async function readPlan(path: string | undefined): Promise<MigrationPlan | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError([`--plan cannot be read: ${messageOf(error)}`]);
  });
  return parsePlan(text);
}

async function write(path: string, plan: MigrationPlan): Promise<void> {
  await writeFile(path, `${JSON.stringify(plan, undefined, 2)}\n`).catch((error: unknown) => {
    throw new UsageError([`--out cannot be written: ${messageOf(error)}`]);
  });
}
