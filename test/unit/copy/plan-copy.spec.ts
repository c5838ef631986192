import { CopyRow } from '../../../lib/core/copy/copy-row.js';
import { isRefusal, planCopy, type CopyPlan, type CopyTable, type CopyWish } from '../../../lib/core/copy/plan-copy.js';
import { parseCqlType } from '../../../lib/core/model/parse-cql-type.js';

const KINDS = { p: 'partition_key', c: 'clustering', s: 'static', r: 'regular' } as const;

/** `id:int:p name:text:r` */
function table(name: string, text: string): CopyTable {
  const columns = text.split(' ').map((column) => {
    const [own = '', type = '', kind = 'r'] = column.split(':');
    return { name: own, type: parseCqlType(type), kind: KINDS[kind as keyof typeof KINDS] };
  });
  return { name, columns };
}

const USERS = 'id:int:p name:text:r';
type Extra = Partial<Omit<CopyWish, 'from' | 'to'>>;

const planOf = (from: string, to: string, extra: Extra = {}) =>
  planCopy({
    from: table('old', from),
    to: table('new', to),
    map: {},
    converts: false,
    preserve: 'none',
    counters: false,
    ...extra,
  });

function allowed(from: string, to: string, extra: Extra = {}): CopyPlan {
  const plan = planOf(from, to, extra);
  if (isRefusal(plan)) throw new Error(plan.problems.join());
  return plan;
}

describe('the plan of a copy', () => {
  it.each<[what: string, from: string, to: string, extra: Extra, columns: string]>([
    ['columns of one name', USERS, USERS, {}, 'id<id name<name'],
    ['another key', USERS, 'name:text:p id:int:c', {}, 'name<name id<id'],
    ['a column that only the source has', `${USERS} age:int:r`, USERS, {}, 'id<id name<name'],
    ['a column that only the target has', USERS, `${USERS} age:int:r`, {}, 'id<id name<name'],
    ['another name', USERS, 'id:int:p full:text:r', { map: { full: 'name' } }, 'id<id full<name'],
    ['a wider type', USERS, 'id:bigint:p name:text:r', {}, 'id<id name<name'],
    ['a frozen one', 'id:int:p l:list<int>:r', 'id:int:p l:frozen<list<int>>:r', {}, 'id<id l<l'],
    ['another type that is converted', USERS, 'id:uuid:p', { converts: true }, 'id<id'],
    ['a key that is made', USERS, 'day:date:p id:int:c', { converts: true }, 'day<day id<id'],
    ['a static one', 'p:int:p c:int:c s:int:s', 'p:int:p c:int:c s:int:s', {}, 'p<p c<c s<s'],
    ['counters', 'k:int:p n:counter:r', 'k:int:p n:counter:r', { counters: true }, 'k<k n<n'],
  ])('has %s', (_, ...[from, to, extra, columns]) => {
    const plan = allowed(from, to, extra);
    expect(plan.columns.map(({ target, source }) => `${target.name}<${source}`).join(' ')).toBe(columns);
  });

  it.each<[what: string, from: string, to: string, extra: Extra, problem: string]>([
    ['a key without a source', USERS, 'mail:text:p', {}, 'has no column mail, which is part of the primary key'],
    ['a narrower type', 'id:bigint:p', 'id:int:p', {}, 'convert the values with row'],
    ['a name that the source lacks', USERS, USERS, { map: { name: 'nmae' } }, 'did you mean name?'],
    ['a name that the target lacks', USERS, USERS, { map: { nmae: 'name' } }, 'map: new has no column nmae'],
    ['a name of every object', USERS, 'id:int:p constructor:text:p', {}, 'has no column constructor'],
    ['counters', 'k:int:p n:counter:r', 'k:int:p n:counter:r', {}, 'an increment that is sent again counts twice'],
    [
      'counters of a row that others join',
      'k:int:p c:int:c n:counter:r',
      'k:int:p n:counter:r',
      { counters: true },
      'several rows of old would become one',
    ],
    [
      'a time to live of counters',
      'k:int:p n:counter:r',
      'k:int:p n:counter:r',
      { counters: true, preserve: 'ttl' },
      'preserve must be none',
    ],
    [
      'times of elements',
      'k:int:p s:set<int>:r',
      'k:int:p s:set<int>:r',
      { preserve: 'timestamps' },
      'elements have times of their own',
    ],
    ['a static with many values', 'p:int:p c:int:c v:int:r', 'p:int:p c:int:c v:int:s', {}, 'has a value for each row'],
    [
      'a static of partitions that become one',
      'p:int:p c:int:c s:int:s',
      'c:int:p p:int:c s:int:s',
      {},
      'several partitions of old become one',
    ],
  ])('refuses %s', (_, ...[from, to, extra, problem]) => {
    const plan = planOf(from, to, extra);
    expect(isRefusal(plan) ? plan.problems.join('; ') : 'allowed').toContain(problem);
  });

  it('says everything that is wrong at once', () => {
    const plan = planOf('id:bigint:p v:double:r', 'id:int:p v:decimal:r w:text:c');
    expect(isRefusal(plan) ? plan.problems : []).toHaveLength(3);
  });
});

describe('the statements that copy a row', () => {
  const WIDE = 'p:int:p c:int:c s:text:s v:text:r w:text:r';
  const textsOf = (plan: CopyPlan, row: Record<string, unknown>) =>
    new CopyRow(plan).statements(row).map(({ cql, params }) => `${cql} ${JSON.stringify(params)}`);

  it('is one INSERT, in which nulls are unset', () => {
    expect(textsOf(allowed(USERS, USERS), { id: 1, name: null })).toEqual([
      'INSERT INTO new (id, name) VALUES (?, ?) [1,null]',
    ]);
    expect(new CopyRow(allowed(USERS, USERS)).statements({ id: 1, name: null })[0]?.params).toEqual([1, undefined]);
  });

  it('writes the static columns alone of a partition without rows', () => {
    expect(textsOf(allowed(WIDE, WIDE), { p: 1, c: null, s: 'x', v: null, w: null })).toEqual([
      'INSERT INTO new (p, s) VALUES (?, ?) [1,"x"]',
    ]);
  });

  it('writes nothing for such a partition where the target has no static columns', () => {
    expect(textsOf(allowed(WIDE, 'p:int:p c:int:c v:text:r'), { p: 1, c: null, s: 'x', v: null })).toEqual([]);
  });

  it('is one INSERT of the key and one UPDATE for each time to live and write time', () => {
    const plan = allowed(WIDE, WIDE, { preserve: 'timestamps' });
    const times = {
      coodie_ttl_v: 60,
      coodie_time_v: 1,
      coodie_ttl_w: 90,
      coodie_time_w: 1,
      coodie_ttl_s: null,
      coodie_time_s: 2,
    };
    expect(textsOf(plan, { p: 1, c: 2, s: 'x', v: 'v', w: 'w', ...times })).toEqual([
      'INSERT INTO new (p, c) VALUES (?, ?) USING TTL ? [1,2,90]',
      'UPDATE new USING TTL ? AND TIMESTAMP ? SET v = ?, w = ? WHERE p = ? AND c = ? [60,1,"v",null,1,2]',
      'UPDATE new USING TTL ? AND TIMESTAMP ? SET v = ?, w = ? WHERE p = ? AND c = ? [90,1,null,"w",1,2]',
      'UPDATE new USING TTL ? AND TIMESTAMP ? SET s = ? WHERE p = ? [0,2,"x",1]',
    ]);
  });

  it('keeps a row for ever whose values do not all expire, or that has none', () => {
    const plan = allowed(WIDE, WIDE, { preserve: 'ttl' });
    const [kept] = new CopyRow(plan).statements({ p: 1, c: 2, v: 'v', w: 'w', coodie_ttl_v: 60, coodie_ttl_w: null });
    const [bare] = new CopyRow(plan).statements({ p: 1, c: 2 });
    expect([kept?.params, bare?.params]).toEqual([
      [1, 2, 0],
      [1, 2, 0],
    ]);
  });

  it.each<[what: string, times: Record<string, number | null>, ttl: number]>([
    ['as long as the value that is its key now', { coodie_ttl_owner: 60, coodie_ttl_note: 90 }, 60],
    ['as long as that, though others stay for ever', { coodie_ttl_owner: 60, coodie_ttl_note: null }, 60],
    ['for ever where that does', { coodie_ttl_owner: null, coodie_ttl_note: 90 }, 0],
  ])('gives a row with another key a life %s, and never asks the time of a key', (_, times, ttl) => {
    const plan = allowed('id:int:p owner:text:r note:text:r', 'owner:text:p id:int:r note:text:r', { preserve: 'ttl' });
    const copying = new CopyRow(plan);
    expect(copying.extras().map(({ cql }) => cql)).toEqual(['TTL(owner)', 'TTL(note)']);
    const [first, ...more] = copying.statements({ id: 1, owner: 'o', note: 'n', ...times });
    expect(first).toEqual({ cql: 'INSERT INTO new (owner, id) VALUES (?, ?) USING TTL ?', params: ['o', 1, ttl] });
    expect(more.map(({ params }) => params)).toEqual([[times['coodie_ttl_note'] ?? 0, 'n', 'o']]);
  });

  it('quotes names', () => {
    const plan = allowed('id:int:p drop;:text:r', 'id:int:p drop;:text:r');
    expect(textsOf(plan, { id: 1, 'drop;': 'x' })[0]).toContain('(id, "drop;")');
  });
});
