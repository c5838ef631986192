import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../../lib/core/diff/change.js';
import { RISK_OF, riskOf } from '../../../lib/core/diff/risk.js';
import { index, view } from '../../support/models.js';

const PAGE = readFileSync(join(__dirname, '../../../docs/sync.md'), 'utf8');

/** Of these the risk depends on whether the table has rows. */
const BUILT: readonly Change[] = [
  { kind: 'create-index', table: 't', index: index('i', 'v'), populated: true },
  { kind: 'create-view', view: view('m', 't', {}), populated: true },
];

function riskInWords(kind: string, risk: string): string {
  const built = BUILT.find((change) => change.kind === kind);
  return built ? `${risk}, ${riskOf(built)} where the table has rows` : risk;
}

describe('the table of risks in docs/sync.md', () => {
  it('has every kind of change with its risk, in order, and no other', () => {
    const shown = [...PAGE.matchAll(/^\| `([a-z-]+)` +\| ((?:safe|costly|destructive|impossible)[^|]*?) +\|/gm)];
    const expected = Object.entries(RISK_OF).map(([kind, risk]) => [kind, riskInWords(kind, risk)]);
    expect(shown.map(([, kind, risk]) => [kind, risk])).toEqual(expected);
  });
});
