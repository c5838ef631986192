import { QueueUnusableError, unusable } from '../../../lib/bullmq/errors.js';
import { isRefusal, troubleOf } from '../../../lib/bullmq/redis-trouble.js';
import { ToldOnce } from '../../../lib/bullmq/told-once.js';
import { rangeOf, turnOf } from '../../../lib/bullmq/turns.js';

describe('a job', () => {
  it('is the turn of a range', () =>
    expect(turnOf({ name: 'split', range: 7, x: 1 })).toEqual({ name: 'split', range: 7 }));

  it.each([
    [undefined],
    [null],
    ['split'],
    [{}],
    [{ name: 'split' }],
    [{ name: '', range: 1 }],
    [{ name: ['split'], range: 1 }],
    [{ name: 'split', range: -1 }],
    [{ name: 'split', range: 1.5 }],
    [{ name: 'split', range: '1' }],
    [{ name: 'split', range: 2 ** 31 }],
    [{ name: 'split', range: Number.NaN }],
  ])('that holds %j is none', (data) => expect(turnOf(data)).toBeUndefined());

  it.each([
    ['split-7', 7],
    ['split-x', undefined],
    ['split-', undefined],
    ['split-names-7', undefined],
    ['7', undefined],
  ])('with the id %s is for range %j', (id, range) => expect(rangeOf(id, 'split')).toBe(range));
});

describe('an error of Redis', () => {
  const error = (message: string, code?: string) =>
    Object.assign(new Error(message), code === undefined ? {} : { code });

  it.each([
    ['WRONGPASS invalid username-password pair or user is disabled.', undefined, true, 'password'],
    ['NOAUTH Authentication required.', undefined, true, 'password'],
    ['Port should be >= 0 and < 65536.', 'ERR_SOCKET_BAD_PORT', true, 'port'],
    ['Invalid URL', 'ERR_INVALID_URL', true, 'redis://user:password@host:6379'],
    ['LOADING Redis is loading the dataset in memory', undefined, false, 'reads its data'],
    ["READONLY You can't write against a read only replica.", undefined, false, 'primary'],
    ["CROSSSLOT Keys in request don't hash to the same slot", undefined, false, '{bull}'],
    ["OOM command not allowed when used memory > 'maxmemory'.", undefined, false, 'maxmemory'],
    ['connect ECONNREFUSED 127.0.0.1:6379', 'ECONNREFUSED', false, 'Check that Redis runs'],
    ['constructor is strange', undefined, false, 'Check that Redis runs'],
    ['Protocol error, got "H" as reply type byte', undefined, false, 'Another server'],
  ])('%s is told with advice', (message, code, lasts, advice) => {
    const trouble = troubleOf(error(message, code));
    expect(trouble.lasts).toBe(lasts);
    expect(trouble.advice).toContain(advice);
    expect(trouble.problem).toBe(message.replace(/\.$/, ''));
  });

  it('is the same for every job', () => {
    expect(troubleOf(error('could not renew lock for job split-7'))).toEqual(
      troubleOf(error('could not renew lock for job split-8')),
    );
  });

  it('is the same for every script', () => {
    const problem = "READONLY You can't write against a read only replica";
    const of = (script: string) => troubleOf(error(`${problem}. script: ${script}, on @user_script:119.`)).problem;
    expect([of('1e9b'), of('d96c')]).toEqual([problem, problem]);
  });

  it('is a refusal where Redis has answered', () => {
    expect(isRefusal(Object.assign(error('OOM command not allowed'), { name: 'ReplyError' }))).toBe(true);
    expect(isRefusal(error('connect ECONNREFUSED'))).toBe(false);
  });

  it('is told by its code where it has no message', () => {
    expect(troubleOf(error('', 'ECONNRESET')).problem).toBe('ECONNRESET');
  });

  it('that a missing package causes says what to install', () => {
    const refused = unusable(error("BullMQ could not load the optional 'ioredis' package."));
    expect(refused).toBeInstanceOf(QueueUnusableError);
    expect(refused.hint).toContain('npm install ioredis');
  });
});

describe('messages of a worker', () => {
  it('are told once an hour', () => {
    let now = 0;
    const told = new ToldOnce(() => now);
    const at = (time: number) => {
      now = time;
      return told.isNew('gone');
    };
    expect([at(0), at(3_599_999), at(3_600_000), at(3_600_001)]).toEqual([true, false, true, false]);
  });

  it('are remembered for the last 100', () => {
    const told = new ToldOnce(() => 0);
    for (let number = 0; number < 101; number += 1) told.isNew(`message ${number}`);
    expect(told.isNew('message 100')).toBe(false);
    expect(told.isNew('message 0')).toBe(true);
  });
});
