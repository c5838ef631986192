import { Rest } from '../../../lib/bullmq/rest.js';

/** A worker that resumes only after it was asked some times, as one of BullMQ 5 with a range in hand. */
function workerAfter(requests: number) {
  const calls: string[] = [];
  let left = requests;
  let paused = false;
  return {
    calls,
    pause: async () => {
      calls.push('pause');
      paused = true;
    },
    resume: async () => {
      calls.push('resume');
      left -= 1;
      if (left <= 0) paused = false;
    },
    isPaused: () => paused,
  };
}

describe('the rest of a worker that Redis refuses', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is one of 5 seconds, however many errors there are', () => {
    const worker = workerAfter(1);
    const rest = new Rest(worker);
    for (let errors = 0; errors < 3; errors += 1) rest.take();
    jest.advanceTimersByTime(4_999);
    expect(worker.calls).toEqual(['pause']);
    jest.advanceTimersByTime(60_000);
    expect(worker.calls).toEqual(['pause', 'resume']);
    rest.take();
    expect(worker.calls).toEqual(['pause', 'resume', 'pause']);
    rest.end();
  });

  it('ends only when the worker has resumed', () => {
    const worker = workerAfter(3);
    new Rest(worker).take();
    jest.advanceTimersByTime(60_000);
    expect(worker.calls).toEqual(['pause', 'resume', 'resume', 'resume']);
    expect(worker.isPaused()).toBe(false);
  });

  it('wakes no worker that is closed', () => {
    const worker = workerAfter(1);
    const rest = new Rest(worker);
    rest.take();
    rest.end();
    jest.advanceTimersByTime(60_000);
    expect(worker.calls).toEqual(['pause']);
  });
});
