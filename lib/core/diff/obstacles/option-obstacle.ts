import type { SchemaModel } from '../../model/schema-model.js';
import { serverName, type ServerProfile } from '../../options/server-profile.js';
import type { CanonicalOptions } from '../../options/table-options.js';
import { unsupportedOptions } from '../../options/unsupported-options.js';
import type { AlterOptions, AlterViewOptions } from '../change.js';
import type { Obstacle } from './obstacle.js';

const DEFAULTS: CanonicalOptions = { minIndexInterval: 128, maxIndexInterval: 2048 };

/** Options of a new object that this server refuses, or forgets. */
export function optionObstacle(options: CanonicalOptions, server: ServerProfile): Obstacle | undefined {
  const [problem] = unsupportedOptions(options, server.version);
  if (problem) {
    return { obstacle: 'unknown-option', reason: problem, advice: 'Leave the option out for this server.' };
  }
  return cdcObstacle(options, server) ?? intervalObstacle({ ...DEFAULTS, ...options });
}

/** The same of options that are to be altered, of which a server sees the others too. */
export function alterObstacle(
  { from, to }: AlterOptions | AlterViewOptions,
  server: ServerProfile,
): Obstacle | undefined {
  return optionObstacle({ ...intervalsOf(from), ...to }, server) ?? forgottenObstacle(to, server);
}

/** Views keep their updates for as long as a base table remembers what was deleted. */
export function graceObstacle(
  table: string,
  { gcGraceSeconds }: CanonicalOptions,
  { views }: SchemaModel,
): Obstacle | undefined {
  const view = views.find(({ baseTable }) => baseTable === table);
  if (gcGraceSeconds !== 0 || !view) return undefined;
  const reason = `the view ${view.name} needs a gc_grace_seconds above 0`;
  return { obstacle: 'grace-under-view', reason, advice: 'Keep gcGraceSeconds above 0.' };
}

function cdcObstacle(options: CanonicalOptions, server: ServerProfile): Obstacle | undefined {
  if (options.cdc !== true || server.cdc !== false) return undefined;
  const advice = 'Set cdc_enabled in cassandra.yaml on every node, or leave options.cdc out.';
  const reason = 'the node has cdc switched off and would forget the option without a word';
  return { obstacle: 'no-cdc', reason, advice };
}

function intervalsOf({ minIndexInterval, maxIndexInterval }: CanonicalOptions): CanonicalOptions {
  return {
    ...(minIndexInterval === undefined ? {} : { minIndexInterval }),
    ...(maxIndexInterval === undefined ? {} : { maxIndexInterval }),
  };
}

function intervalObstacle({ minIndexInterval: min, maxIndexInterval: max }: CanonicalOptions): Obstacle | undefined {
  if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return undefined;
  const advice = 'Declare both options.minIndexInterval and options.maxIndexInterval.';
  const reason = `min_index_interval would be ${min}, above max_index_interval, which is ${max}`;
  return { obstacle: 'index-intervals', reason, advice };
}

/** Cassandra 4 compares the options before it stores them, and does not compare this one. */
function forgottenObstacle(to: CanonicalOptions, server: ServerProfile): Obstacle | undefined {
  const isAlone = Object.keys(to).join() === 'additionalWritePolicy';
  if (!isAlone || server.kind !== 'cassandra' || server.version.major > 4) return undefined;
  return {
    obstacle: 'forgotten-option',
    reason: `${serverName(server)} forgets a change of additional_write_policy alone without a word`,
    advice: 'Change another option with it, such as options.comment: then it stores both.',
  };
}
