import { EXIT, type ExitCode } from '../settings/exit-code.js';
import { planJson, presentPlan } from '../../present/plan.presenter.js';
import type { Run } from '../application/run.js';

/** Shows what stands between the database and the entities. */
export async function showDifferences(run: Run): Promise<ExitCode> {
  await compare(run);
  return EXIT.done;
}

/** Like `showDifferences`, but any difference means out of date. */
export async function checkSchema(run: Run): Promise<ExitCode> {
  return (await compare(run)) ? EXIT.outOfDate : EXIT.done;
}

/** Returns whether there is any difference. */
async function compare({ application, terminal }: Run): Promise<boolean> {
  const plan = await application.schema.plan();
  terminal.show({ text: presentPlan(plan, terminal.paint), json: planJson(plan) });
  return plan.changes.length > 0 || plan.drift.length > 0;
}
