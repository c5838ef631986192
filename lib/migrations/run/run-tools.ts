import type { Telemetry } from '../../session/telemetry.js';
import type { BackfillTools } from '../backfill/backfill-tools.js';
import type { HookCaller } from './hooks.js';

/** Dependencies of a run, the same for every migration. */
export interface RunTools extends BackfillTools {
  readonly hooks: HookCaller;
  readonly telemetry: Telemetry;
}
