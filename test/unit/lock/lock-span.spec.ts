import type { Attributes, Failed, Telemetry } from '../../../lib/session/telemetry.js';
import { VirtualRow, virtualLock } from './virtual-lock.js';

const silent = () => {};
const done = () => Promise.resolve('done');

interface Told {
  readonly name: string;
  attributes: Attributes;
  outcome: Failed | undefined;
}

function recorder() {
  const spans: Told[] = [];
  const telemetry: Telemetry = {
    begin: (name, attributes) => {
      const span: Told = { name, attributes: attributes(), outcome: undefined };
      spans.push(span);
      return {
        run: (work) => work(),
        note: (more) => void (span.attributes = { ...span.attributes, ...more }),
        end: (outcome) => void (span.outcome = outcome),
      };
    },
    know: () => {},
  };
  return { spans, telemetry };
}

describe('the span of a lock', () => {
  it('tells who was waited for, and how long', async () => {
    const row = new VirtualRow((_, answer) => {
      if (row.asked.length === 3) row.row = undefined;
      return answer();
    });
    row.row = { owner: 'other:1:x' };
    const { spans, telemetry } = recorder();
    const { lock, runtime } = virtualLock(row, { telemetry });
    const began = runtime.monotonic();
    await lock.hold({ wait: 60, report: silent }, done);
    const waited = spans[0]?.attributes['coodie.lock.waited_ms'];
    expect(spans).toEqual([
      {
        name: 'coodie.lock',
        attributes: {
          'db.namespace': 'shop',
          'coodie.lock.owner': expect.stringMatching(/^pod:1:/),
          'coodie.lock.holder': 'other:1:x',
          'coodie.lock.waited_ms': waited,
        },
        outcome: undefined,
      },
    ]);
    expect(waited).toBeGreaterThan(0);
    expect(waited).toBeLessThanOrEqual(Math.ceil(runtime.monotonic() - began));
  });

  it('names the holder where nobody waits, and fails', async () => {
    const row = new VirtualRow();
    row.row = { owner: 'other:1:x' };
    const { spans, telemetry } = recorder();
    const held = virtualLock(row, { telemetry }).lock.hold({ wait: 0, report: silent }, done);
    await expect(held).rejects.toMatchObject({ code: 'COODIE_LOCK_HELD' });
    expect(spans[0]).toMatchObject({
      attributes: { 'coodie.lock.holder': 'other:1:x' },
      outcome: { error: { code: 'COODIE_LOCK_HELD' } },
    });
  });
});
