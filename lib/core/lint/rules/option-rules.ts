import { readMap, readOptions } from '../../cql/statement-options.js';
import type { Token } from '../../lexer/tokenize.js';
import type { Step } from '../input/replay.js';
import { inStatements, inUpgrades, when, type Rule } from '../input/rule.js';
import { ddlOf, nameOf } from '../input/step.js';

/** Three hours: as long as hints are kept by default. */
const HINT_WINDOW = 10_800;

/** About table options. */
export const OPTION_RULES: readonly Rule[] = [
  {
    code: 'C261',
    severity: 'warning',
    title: 'A change of default_time_to_live',
    why: 'It applies to new writes only. Existing rows keep their time to live, so old and new rows expire differently.',
    instead: 'Rewrite the old rows if they must expire as well.',
    find: inUpgrades((step) =>
      when(changed(step).has('default_time_to_live'), `rows of ${targetOf(step)} keep theirs`),
    ),
  },
  {
    code: 'C262',
    severity: 'warning',
    title: 'gc_grace_seconds that is changed or short',
    why: 'Tombstones are removed after that time. Deleted rows come back from a host that was down for longer or was not repaired in between. Hints are kept no longer either.',
    instead:
      'Keep it longer than the interval between repairs, and at least three hours; repair before you shorten it.',
    find: inUpgrades(shortGrace),
  },
  {
    code: 'C263',
    severity: 'warning',
    title: 'A change of compaction',
    why: 'Every node immediately starts to recompact the table, usually all of it. This takes disk space and throughput for hours.',
    instead: 'Try it on one node first, through JMX; change the schema at a time of low load.',
    find: inUpgrades((step) => {
      const strategy = readMap(changed(step).get('compaction') ?? []).get('class');
      return when(strategy !== undefined, `${targetOf(step)} would be compacted anew with ${strategy}`);
    }),
  },
  {
    code: 'C264',
    severity: 'info',
    title: 'An option that existing files do not get',
    why: 'Compression and Bloom filters are part of the files on disk. Existing files keep theirs until they are compacted.',
    instead: 'Run `nodetool upgradesstables -a` on each host if the old data must change as well.',
    find: inUpgrades((step) => {
      const options = ['compression', 'bloom_filter_fp_chance'].filter((option) => changed(step).has(option));
      return when(options.length > 0, `${options.join(', ')}: only what is written from now on`);
    }),
  },
  {
    code: 'C265',
    severity: 'error',
    title: 'An option that was removed',
    why: 'Cassandra 4.0 removed read_repair_chance and dclocal_read_repair_chance and refuses the statement.',
    instead: 'Remove it. `read_repair` replaces the two options.',
    find: inStatements((step) => {
      const gone = [...optionsOf(step).keys()].filter((option) => GONE.has(option));
      return when(gone.length > 0, `there is no ${gone.join(', ')} any more`);
    }),
  },
  {
    code: 'C266',
    severity: 'warning',
    title: 'DateTieredCompactionStrategy',
    why: 'It has been deprecated since Cassandra 3.8; 5.0 removed it and refuses the statement.',
    instead: 'Use TimeWindowCompactionStrategy.',
    find: inStatements((step) => {
      const strategy = readMap(optionsOf(step).get('compaction') ?? []).get('class') ?? '';
      return when(/(?:^|\.)DateTieredCompactionStrategy$/.test(strategy), `${targetOf(step)} would have it`);
    }),
  },
];

const GONE: ReadonlySet<string> = new Set(['read_repair_chance', 'dclocal_read_repair_chance']);

type Options = ReadonlyMap<string, readonly Token[]>;

function optionsOf(step: Step): Options {
  const created = ddlOf(step, 'CREATE', 'table', 'materialized view');
  return created ? readOptions(step.statement.tokens) : changed(step);
}

/** The options that an ALTER sets. */
function changed(step: Step): Options {
  const altered = ddlOf(step, 'ALTER', 'table', 'materialized view');
  return altered?.action === 'with' ? readOptions(step.statement.tokens) : new Map();
}

function targetOf({ statement: { class: statement } }: Step): string {
  return nameOf('name' in statement ? statement.name : undefined);
}

function shortGrace(step: Step): readonly string[] {
  const seconds = optionsOf(step).get('gc_grace_seconds')?.[0]?.text;
  if (seconds === undefined) return [];
  const isShort = Number(seconds) < HINT_WINDOW;
  const isChange = changed(step).has('gc_grace_seconds');
  return when(
    isShort || isChange,
    isShort ? `${seconds} seconds are less than hints are kept` : `set to ${seconds} seconds`,
  );
}
