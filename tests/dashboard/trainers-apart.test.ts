import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYWHERE } from '../../src/quizzes/stored.ts';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { formFields } from './form-fields.ts';
import { addLearner } from './learners.ts';
import { serveDashboard } from './serve.ts';
import { SIGN_IN, signedInAs } from './visitor.ts';

// Two workspaces on one installation: what a trainer of one writes, asks and sends is not there for the other.

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    site = await serveDashboard(db, { platforms: ['slack', 'teams'], signIn: SIGN_IN });
    await addLearner(db, { tenant: 'T1' });
    await addLearner(db, { tenant: 'E2' });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const trainer = async (subject: string, tenants: readonly string[] | null) => {
    const account = tenants && ({ platform: 'slack', tenants: [...tenants], user: subject } as const);
    const cookie = await signedInAs(db, { subject, roles: ['trainer'], account });
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(site.url + path, {
        ...init,
        headers: { Accept: 'text/html', Cookie: cookie },
        redirect: 'manual',
      });
      return { status: response.status, text: await response.text(), to: response.headers.get('location') ?? '' };
    };
    return {
      get: (path: string) => ask(path),
      post: (path: string, body: URLSearchParams | FormData) => ask(path, { method: 'POST', body }),
    };
  };
  type Trainer = Awaited<ReturnType<typeof trainer>>;
  const STEM = 'In our own words, what counts?';
  const edit = async ({ get, post }: Trainer, stem: string) => {
    const form = formFields((await get('/questions/chats-count/edit')).text);
    return post('/questions/chats-count/edit', new URLSearchParams({ ...form, 'way-1-en-stem': stem }));
  };

  test('a question is changed for one’s own workspace, under the key that its rows have', async () => {
    const [one, two, all] = [await trainer('U1', ['T1']), await trainer('U2', ['T2', 'E2']), await trainer('A', null)];
    expect((await edit(one, STEM)).status).toBe(303);
    expect((await one.get('/questions/chats-count')).text).toContain(STEM);
    expect((await two.get('/questions/chats-count')).text).not.toContain(STEM);
    expect((await all.get('/questions/chats-count')).text).not.toContain(STEM);
    await edit(two, 'In the words of the grid, what counts?');
    await edit(all, 'In the words of all, what counts?');
    const rows = await db.selectFrom('question_versions').select(['tenant', 'author']).orderBy('at').execute();
    expect(rows).toEqual([
      { tenant: 'T1', author: 'U1' },
      { tenant: 'E2', author: 'U2' },
      { tenant: EVERYWHERE, author: 'A' },
    ]);
    expect((await one.get('/questions/chats-count')).text).toContain(STEM);
  });

  test('a refresher and a campaign are there for nobody of another workspace', async () => {
    const [one, two] = [await trainer('U1', ['T1']), await trainer('U2', ['T2', 'E2'])];
    const form = new FormData();
    const fields = {
      organisation: 'slack/E2',
      title: 'Ours',
      words: 'Lock it.',
      topic: 'devices',
      audience: 'everyone',
    };
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    const path = (await one.post('/refreshers/new', form)).to.replace(/\?.*/, '');
    const campaign = (
      await one.post(
        '/campaigns/new',
        new URLSearchParams({ name: 'C', 'starts-on': '2026-12-01', 'ends-on': '2026-12-09' }),
      )
    ).to;
    // Asked for another organisation, it is kept for their own.
    expect(await db.selectFrom('refreshers').select('tenant').execute()).toEqual([{ tenant: 'T1' }]);
    for (const address of [path, `${path}/edit`, `${path}/send`, campaign, `${campaign}/edit`]) {
      expect((await one.get(address)).status, address).toBe(200);
      expect((await two.get(address)).status, address).toBe(404);
    }
    expect((await two.post(path, new URLSearchParams({ action: 'cancel' }))).status).toBe(404);
    expect((await two.post(`${path}/send`, new URLSearchParams({ when: 'now', sure: 'yes' }))).status).toBe(404);
    expect((await two.get('/refreshers')).text).not.toContain('Ours');
    expect(await db.selectFrom('refreshers').select('state').execute()).toEqual([{ state: 'draft' }]);
  });
});
