import { randomUUID } from 'node:crypto';
import { dropKeyspace } from '../../support/cassandra.js';
import { startApp, type RunningApp } from './sample-app.js';

const KEYSPACE = `sample_endpoints_${process.pid}`;

describe('the sample application', () => {
  const running: { app?: RunningApp } = {};
  beforeAll(async () => void (running.app = await startApp(KEYSPACE)));
  afterAll(async () => {
    await running.app?.stop();
    await dropKeyspace(KEYSPACE);
  });

  const ask = async (path: string, body?: unknown) => {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(new URL(path, running.app?.url), body === undefined ? {} : post);
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
  };

  it('migrates, and then has nothing to sync', () => {
    expect(running.app?.log).toMatch(
      /5 migrations to upgrade[^]*20260401_001_reviews_sessions_and_indexes: 7 statements/,
    );
    expect(running.app?.log).toMatch(/4 tables, 1 type unchanged/);
  });

  it('finds everything in sync when it starts again', async () => {
    const again = await startApp(KEYSPACE);
    await again.stop();
    expect(again.log).toMatch(/4 tables, 1 type unchanged \(7 reads/);
    expect(again.log).not.toMatch(/CREATE|ALTER|DROP/);
  });

  it('finds no difference when it starts in production', async () => {
    const again = await startApp(KEYSPACE, { NODE_ENV: 'production' });
    await again.stop();
    expect(again.log).not.toMatch(/CREATE|ALTER|DROP/);
  });

  it('stores a product and finds it by id, slug and brand', async () => {
    const dimensions = { width: 40, height: 210, depth: 35 };
    const torch = { name: 'Crème Brûlée Torch', brand: 'Feu', price: '19.90', dimensions };
    const added = await ask('/products', torch);
    expect(added).toEqual({
      status: 201,
      body: { ...torch, slug: 'creme-brulee-torch', id: expect.any(String) as unknown },
    });
    const found = { status: 200, body: added.body };
    expect(await ask(`/products/${String(added.body?.['id'])}`)).toEqual(found);
    expect(await ask('/products/by-slug/creme-brulee-torch')).toEqual(found);
    expect(await ask('/products?brand=Feu')).toEqual({ status: 200, body: [added.body] });
  });

  it('answers 404 for what is not there', async () => {
    expect((await ask(`/products/${randomUUID()}`)).status).toBe(404);
    expect((await ask('/products/by-slug/nothing')).status).toBe(404);
    expect((await ask(`/users/${randomUUID()}`)).status).toBe(404);
    expect((await ask(`/sessions/${randomUUID()}`)).status).toBe(404);
  });

  it('lists the reviews of a product, the newest first', async () => {
    const reviews = `/products/${randomUUID()}/reviews`;
    await ask(reviews, { author: randomUUID(), rating: 2, opinion: 'too hot' });
    await ask(reviews, { author: randomUUID(), rating: 5 });
    const { body } = await ask(reviews);
    expect(body).toMatchObject([
      { rating: 5, opinion: null },
      { rating: 2, opinion: 'too hot' },
    ]);
  });

  it('starts a session for a user that ends by itself', async () => {
    const ada = { email: 'ada@example.org', firstName: 'Ada', lastName: 'Lovelace' };
    const user = await ask('/users', ada);
    const id = String(user.body?.['id']);
    const stored = { id, email: 'ada@example.org', first_name: 'Ada', last_name: 'Lovelace' };
    expect(await ask(`/users/${id}`)).toEqual({ status: 200, body: stored });
    const session = await ask(`/users/${id}/sessions`, {});
    const { body } = await ask(`/sessions/${String(session.body?.['id'])}`);
    expect(body).toMatchObject({ user_id: id });
    expect(Number(body?.['seconds_left'])).toBeGreaterThan(7100);
    expect(Number(body?.['seconds_left'])).toBeLessThanOrEqual(7200);
  });
});
