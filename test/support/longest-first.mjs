import Sequencer from '@jest/test-sequencer';

/** Suites that take minutes and mostly wait begin first, so that the others run beside them. */
const FIRST = ['faults', 'cluster'];

export default class LongestFirst extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((one, other) => rank(one) - rank(other));
  }
}

function rank({ context }) {
  const place = FIRST.indexOf(context.config.displayName?.name);
  return place === -1 ? FIRST.length : place;
}
