import { CHOICES } from './option-definitions.js';
import type { SettingReader } from './setting-reader.js';
import type { TaskSettings } from './settings.js';

/** Task of a command: the options that stand on the command line only. */
export function taskOf(reader: SettingReader): TaskSettings {
  return {
    status: reader.isGiven('status'),
    rollback: reader.isGiven('rollback'),
    steps: reader.wholeNumber('steps', { least: 1 }),
    target: reader.text('target'),
    tenants: tenantsOf(reader),
    dryRun: reader.isGiven('dryRun'),
    check: reader.isGiven('check'),
    ...backfillOf(reader),
    ...repairOf(reader),
    reason: reader.text('reason'),
    plan: reader.text('plan'),
    ...generationOf(reader),
    ...verificationOf(reader),
    ...drawingOf(reader),
    denyWarnings: reader.isGiven('denyWarnings'),
    cql: reader.isGiven('cql'),
    cassandraVersion: reader.text('cassandraVersion'),
    nodes: reader.wholeNumber('nodes', { least: 1, most: 9 }),
    dataDir: reader.text('dataDir'),
    limit: reader.wholeNumber('limit', { least: 1, most: 100_000 }),
  };
}

function tenantsOf(reader: SettingReader): TaskSettings['tenants'] {
  const named = reader.list('tenant');
  return named === undefined ? (reader.isGiven('tenants') ? 'all' : undefined) : [...new Set(named)];
}

type BackfillSettings = Pick<
  TaskSettings,
  'rate' | 'concurrency' | 'acceptChange' | 'restart' | 'hash' | 'finish' | 'spark'
>;

function backfillOf(reader: SettingReader): BackfillSettings {
  return {
    rate: reader.wholeNumber('rate', { least: 0, most: 10_000_000 }),
    concurrency: reader.wholeNumber('concurrency', { least: 1, most: 4_096 }),
    acceptChange: reader.isGiven('acceptChange'),
    restart: reader.isGiven('restart'),
    hash: reader.isGiven('hash'),
    finish: reader.isGiven('finish'),
    spark: reader.text('spark'),
  };
}

type RepairSettings = Pick<TaskSettings, 'done' | 'notDone' | 'statement' | 'accept' | 'forget'>;

function repairOf(reader: SettingReader): RepairSettings {
  return {
    done: reader.textOrTrue('done'),
    notDone: reader.textOrTrue('notDone'),
    statement: reader.wholeNumber('statement', { least: 1 }),
    accept: reader.text('accept'),
    forget: reader.text('forget'),
  };
}

type Verification = Pick<TaskSettings, 'since' | 'seed' | 'againstLive' | 'scratchOnCluster'>;

function verificationOf(reader: SettingReader): Verification {
  return {
    since: reader.text('since'),
    seed: reader.text('seed'),
    againstLive: reader.isGiven('againstLive'),
    scratchOnCluster: reader.isGiven('scratchOnCluster'),
  };
}

type Drawing = Pick<TaskSettings, 'out' | 'format' | 'only' | 'live'>;

function drawingOf(reader: SettingReader): Drawing {
  return {
    out: reader.text('out'),
    format: reader.choice('format', CHOICES.format),
    only: reader.list('only') ?? [],
    live: reader.isGiven('live'),
  };
}

type Generation = Pick<
  TaskSettings,
  'from' | 'rename' | 'copy' | 'allowDestructive' | 'skipImpossible' | 'ifNotExists' | 'to' | 'dropData'
>;

function generationOf(reader: SettingReader): Generation {
  return {
    from: reader.choice('from', CHOICES.from),
    rename: reader.list('rename') ?? [],
    copy: reader.list('copy') ?? [],
    to: reader.text('to'),
    dropData: reader.list('dropData') ?? [],
    allowDestructive: reader.isGiven('allowDestructive'),
    skipImpossible: reader.isGiven('skipImpossible'),
    ifNotExists: reader.isGiven('ifNotExists'),
  };
}
