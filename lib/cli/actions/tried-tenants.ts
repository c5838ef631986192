import { choiceProblems, type TenantChoice } from '../../core/tenants/tenant-names.js';
import type { TenantOutcome } from '../../core/tenants/tenant-outcome.js';
import { errorJson, presentError } from '../../present/error.presenter.js';
import { TenantsFailedError } from '../../tenants/errors.js';
import type { TenantService } from '../../tenants/tenant-service.js';
import type { Run } from '../application/run.js';
import { UsageError } from '../settings/errors.js';
import { EXIT, exitCodeOf, type ExitCode } from '../settings/exit-code.js';

/** The tenants that the command line chose, and the service that works on them. */
export interface ChosenTenants {
  readonly service: TenantService;
  readonly choice: TenantChoice;
}

/** @throws UsageError where the application has no tenants, or has none of that name */
export async function chosenTenants({ settings, application }: Run): Promise<ChosenTenants> {
  const { tenants: service } = application;
  if (!service) {
    const hint = 'List them as tenants.keyspaces in CoodieModule.forRoot, or use --keyspace for one keyspace.';
    throw new UsageError(['The application has no tenants'], { hint });
  }
  const { tenants } = settings.task;
  if (tenants === undefined || tenants === 'all') return { service, choice: {} };
  const problems = choiceProblems(tenants, await service.keyspaces());
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `--tenant: ${problem}`));
  return { service, choice: { only: tenants } };
}

/** The outcome of each tenant; `failure` has those that failed together. */
export interface Tried<T> {
  readonly outcomes: readonly TenantOutcome<T>[];
  readonly failure: TenantsFailedError | undefined;
}

export async function tried<T>(work: Promise<readonly TenantOutcome<T>[]>): Promise<Tried<T>> {
  try {
    return { outcomes: await work, failure: undefined };
  } catch (error) {
    if (!(error instanceof TenantsFailedError)) throw error;
    // They are the outcomes of that work, but the class of an error cannot say so.
    return { outcomes: error.outcomes as readonly TenantOutcome<T>[], failure: error };
  }
}

/** Outcome of a tenant whose work did not fail. */
export type Succeeded<T> = Extract<TenantOutcome<T>, { readonly state: 'unchanged' | 'done' }>;

export interface TenantView<T> {
  readonly text: string;
  /** The value of one tenant: as the command answers for one keyspace. */
  readonly entry: (outcome: Succeeded<T>) => object;
}

/** Shows what became of every tenant: those that failed on the error stream, all together. */
export function showTenants<T>(
  { terminal, settings }: Run,
  { outcomes, failure }: Tried<T>,
  view: TenantView<T>,
): ExitCode {
  const tenants = outcomes.map((outcome) => {
    const { keyspace, state } = outcome;
    if (outcome.state === 'failed') return { keyspace, state, ...errorJson(outcome.error) };
    return outcome.state === 'not-tried' ? { keyspace, state } : view.entry(outcome as Succeeded<T>);
  });
  terminal.show({ text: view.text, json: { tenants } });
  if (!failure) return EXIT.done;
  const { verbose } = settings.output;
  terminal.warn(presentError(failure, { paint: terminal.errorPaint, now: new Date(), verbose }));
  return exitCodeOf(failure);
}
