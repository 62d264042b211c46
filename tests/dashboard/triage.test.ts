import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asCsv } from '../../src/dashboard/pages/triage/export.ts';
import { readDecision } from '../../src/dashboard/pages/triage/form.ts';
import { sayClock } from '../../src/dashboard/pages/triage/present.ts';
import type { Db } from '../../src/store/database.ts';
import { personOf } from '../../src/store/people.ts';
import { exportDecisions, type Raised, raise } from '../../src/store/triage.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { serveDashboard } from './serve.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    site = await serveDashboard(db, {
      platforms: ['slack', 'simulator'],
      mayBeKept: (words) => !words.includes('Mrs'),
    });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  let messages = 0;
  const put = (change: Partial<Raised> = {}) =>
    db.transaction().execute((trx) =>
      raise(trx, {
        tenant: 'T1',
        platform: 'slack',
        channel: 'C1',
        message: `m${++messages}`,
        kind: 'report',
        incident: null,
        link: 'https://example.slack.com/archives/C1/p1',
        level: 'urgent',
        categories: ['name', 'patient-number'],
        audience: 'organisation',
        readers: 212,
        reporter: null,
        raisedAt: new Date('2026-03-05T09:05:00Z'),
        ...change,
      }),
    );
  const get = async (path: string) => {
    const response = await fetch(site.url + path, { headers: { Accept: 'text/html' } });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const post = async (id: string | null, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(`${site.url}/triage/${id}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Accept: 'text/html', ...headers },
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text() };
  };
  const history = async (id: string | null) =>
    (
      await db
        .selectFrom('triage_log')
        .select(['actor', 'action', 'state', 'note'])
        .where('item', '=', id ?? '')
        .orderBy('id')
        .execute()
    ).map(({ actor, action, state, note }) => [actor, action, state, note].filter(Boolean).join(' '));

  test('an empty list says so', async () => {
    expect((await get('/triage')).text).toContain('Nothing to look at');
  });

  test('an item shows kind, place, time, state and a link, and no more', async () => {
    const id = await put();
    const { text } = await get('/triage');
    for (const shown of [
      'Raised by somebody who saw it',
      'Slack, channel C1',
      '212 people',
      '5 Mar 2026, 09:05',
      'New',
    ])
      expect(text).toContain(shown);
    const detail = await get(`/triage/${id}`);
    expect(detail.text).toContain('href="https://example.slack.com/archives/C1/p1"');
    expect(detail.headers.get('cache-control')).toBe('no-store');
  });

  test('what was found late says so, and when it was posted', async () => {
    const person = await db
      .transaction()
      .execute((trx) => personOf(trx, { tenant: 'T1', platform: 'slack', user: 'U1' }));
    const message = `m${messages + 1}`;
    await db
      .insertInto('incidents')
      .values({
        tenant: 'T1',
        platform: 'slack',
        channel: 'C1',
        message,
        version: '',
        person,
        level: 'urgent',
        mode: 'watch',
        categories: ['name'],
        findings: ['name'],
        reasons: ['named-patient'],
        audience: 'organisation',
        policy: 'test',
        policy_version: '1',
        posted_at: new Date('2026-03-04T23:40:00Z'),
        claimed_at: new Date('2026-03-05T09:05:00Z'),
      })
      .execute();
    const id = await put({ kind: 'late' });
    for (const path of ['/triage', `/triage/${id}`]) {
      const { text } = await get(path);
      expect(text).toContain('found too late to tell the person who posted');
      expect(text).toMatch(/posted[^0-9]*4 Mar 2026, 23:40/i);
    }
  });

  test('a link that is no web address is not one', async () => {
    const id = await put({ link: 'javascript:alert(1)' });
    expect((await get(`/triage/${id}`)).text).not.toContain('javascript:');
  });

  test('the same message raised twice in the same way stands once', async () => {
    await put({ message: 'twice' });
    expect(await put({ message: 'twice' })).toBeNull();
    expect(await put({ message: 'twice', kind: 'near-miss' })).not.toBeNull();
  });

  test('a state is set, logged once, and closed items leave the list', async () => {
    const id = await put();
    expect((await post(id, { action: 'state', state: 'looking' })).status).toBe(303);
    await post(id, { action: 'state', state: 'looking' });
    await post(id, { action: 'state', state: 'no-breach' });
    expect(await history(id)).toEqual(['quietword raised', 'local state looking', 'local state no-breach']);
    expect((await get('/triage')).text).not.toContain(id);
    expect((await get('/triage?show=done')).text).toContain(id);
  });

  test('a person starts the clock, and it says what is left', async () => {
    const id = await put();
    expect((await get(`/triage/${id}`)).text).not.toContain('left of 72');
    await post(id, { action: 'clock-started' });
    await post(id, { action: 'clock-started' });
    expect((await get(`/triage/${id}`)).text).toContain('71 hours left of 72');
    await post(id, { action: 'clock-stopped' });
    expect(await history(id)).toEqual(['quietword raised', 'local clock-started', 'local clock-stopped']);
  });

  test('a note is kept, escaped, and not where it says who somebody is', async () => {
    const id = await put();
    await post(id, { action: 'note', note: 'Spoke to the <ward> manager' });
    expect((await get(`/triage/${id}`)).text).toContain('Spoke to the &lt;ward&gt; manager');
    const refused = await post(id, { action: 'note', note: 'It is about Mrs Okafor' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('it was not kept');
    expect(refused.text, 'what was typed').toContain('It is about Mrs Okafor</textarea>');
    expect(await history(id)).toHaveLength(2);
  });

  test.each([
    [{}, 'Choose what to do'],
    [{ action: 'delete' }, 'Choose what to do'],
    [{ action: 'state' }, 'Choose what it is'],
    [{ action: 'state', state: 'gone' }, 'Choose what it is'],
    [{ action: 'note', note: '  ' }, 'Write a note'],
    [{ action: 'note', note: 'x'.repeat(501) }, 'at most 500 characters'],
  ])('bad input: %j', async (fields, sentence) => {
    const id = await put();
    const { status, text } = await post(id, fields as Record<string, string>);
    expect(status).toBe(400);
    expect(text).toContain(sentence);
    expect(await history(id)).toEqual(['quietword raised']);
  });

  test.each(['/triage/nonsense', '/triage/00000000-0000-4000-8000-000000000000'])(
    '%s is not on the list',
    async (path) => {
      const { status, text } = await get(path);
      expect(status).toBe(404);
      expect(text).toContain('Not on the list');
    },
  );

  test('another site can’t decide', async () => {
    const id = await put();
    const { status } = await post(id, { action: 'state', state: 'closed' }, { 'Sec-Fetch-Site': 'cross-site' });
    expect(status).toBe(403);
    expect(await history(id)).toEqual(['quietword raised']);
  });

  test('pages of fifty', async () => {
    for (let n = 0; n < 55; n++) await put({ raisedAt: new Date('2025-01-01T00:00:00Z') });
    expect((await get('/triage')).text).toContain('/triage?page=1');
    expect((await get('/triage?page=1')).text).toContain('Newer');
    expect((await get('/triage?page=x')).status).toBe(200);
  });

  test('the decision log is exported', async () => {
    const { text, headers } = await get('/triage/decisions.csv');
    expect(headers.get('content-disposition')).toContain('decisions.csv');
    expect(text.split('\r\n')[0]).toBe(
      '"at","item","raised as","platform","channel","level","categories","who","action","state","note"',
    );
    expect(text).toContain('"local","note","","Spoke to the <ward> manager"');
    expect(await exportDecisions(db, { platforms: [], tenants: null })).toEqual([]);
  });
});

describe('the clock', () => {
  const started = new Date('2026-03-05T09:00:00Z');
  test.each([
    ['2026-03-05T09:00:00Z', '72 hours left of 72'],
    ['2026-03-07T10:30:00Z', '22 hours left of 72'],
    ['2026-03-08T07:30:00Z', '1 hour left of 72'],
    ['2026-03-08T08:30:00Z', 'Less than an hour left of 72'],
    ['2026-03-08T09:00:00Z', 'The 72 hours are over since 8 Mar 2026, 09:00'],
  ])('%s: %s', (now, text) => {
    expect(sayClock(started, new Date(now))?.text).toBe(text);
  });
});

test('a spreadsheet runs nothing of the export', () => {
  const row = {
    at: new Date(0),
    item: 'i',
    kind: 'report',
    platform: 'slack',
    channel: 'C1',
    level: 'nudge',
    categories: ['name'],
    actor: '=1+1',
    action: 'note',
    state: null,
    note: 'says "hello"',
  } as const;
  expect(asCsv([{ ...row, categories: [...row.categories] }])).toContain('"\'=1+1","note","","says ""hello"""');
});

test('a note is judged before anything else is done with it', () => {
  expect(readDecision({ action: 'note', note: 'x' }, () => false)).toMatchObject({ field: 'note' });
});
