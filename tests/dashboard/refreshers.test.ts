import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { findPicture, keepPicture, removeUnusedPictures } from '../../src/store/pictures.ts';
import type { RefresherJob } from '../../src/store/queue.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { formFields } from './form-fields.ts';
import { addLearner } from './learners.ts';
import { jpegWith, pngWith } from './pictures.ts';
import { serveDashboard } from './serve.ts';

// A Tuesday.
const NOW = new Date('2026-03-03T12:00:00Z');
const GOOD = {
  title: 'Photos stay in the approved app',
  words: 'Take clinical photos in the approved app only.\n\nIt keeps them off your own phone.',
  topic: 'photos',
  from: 'none',
  acknowledge: 'yes',
  how: 'sent',
  audience: 'everyone',
};

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  const jobs: RefresherJob[] = [];
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    site = await serveDashboard(db, {
      platforms: ['simulator'],
      now: () => NOW,
      jobs,
      mayBeKept: (words) => !words.includes('Okafor'),
    });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const get = async (path: string) => {
    const response = await fetch(site.url + path, { headers: { Accept: 'text/html' } });
    return { status: response.status, text: await response.text() };
  };
  const read = async (response: Response) => ({
    status: response.status,
    text: await response.text(),
    to: response.headers.get('location') ?? '',
  });
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    read(
      await fetch(site.url + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { Accept: 'text/html', ...headers },
        redirect: 'manual',
      }),
    );
  const upload = async (path: string, fields: Record<string, string>, picture?: Buffer) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.append(name, value);
    if (picture) body.append('picture', new Blob([new Uint8Array(picture)]), 'picture.png');
    return read(
      await fetch(site.url + path, { method: 'POST', body, headers: { Accept: 'text/html' }, redirect: 'manual' }),
    );
  };
  const write = async (change: Record<string, string> = {}, picture?: Buffer) => {
    const { status, to, text } = await upload('/refreshers/new', { ...GOOD, ...change }, picture);
    if (status !== 303) throw new Error(text);
    return to.replace(/\?.*/, '');
  };
  const state = async (path: string) =>
    await db
      .selectFrom('refreshers')
      .select(['state', 'send_at'])
      .where('id', '=', path.split('/')[2] ?? '')
      .executeTakeFirst();

  test('while nobody is known, nobody can be written to', async () => {
    for (const path of ['/refreshers', '/refreshers/new', '/campaigns/new'])
      expect((await get(path)).text).toContain('Nobody can be written to yet');
    for (const path of ['/refreshers/new', '/campaigns/new'] as const)
      expect((await upload(path, path === '/refreshers/new' ? GOOD : { name: 'x' })).status).toBeGreaterThanOrEqual(
        400,
      );
    for (let person = 0; person < 12; person += 1)
      await addLearner(db, { tenant: 'simulator', platform: 'simulator', team: person < 9 ? 'Ward <5>' : 'Theatres' });
  });

  test('a refresher is written, looked at, changed and copied', async () => {
    const path = await write({ words: 'One *rule* <b>for</b> all.' });
    const { text } = await get(path);
    expect(text).toContain('Photos stay in the approved app');
    expect(text).toContain('Everyone – 12 people now');
    // Slack makes the word bold, and Teams shows its stars.
    expect(text).toContain('One <strong>rule</strong> &lt;b&gt;for&lt;/b&gt; all.');
    expect(text).toContain('One *rule* &lt;b&gt;for&lt;/b&gt; all.');
    expect(text).toContain('I have read this');
    const form = formFields((await get(`${path}/edit`)).text);
    expect(form).toMatchObject({
      title: GOOD.title,
      words: 'One *rule* <b>for</b> all.',
      acknowledge: 'yes',
      audience: 'everyone',
    });
    const changed = await upload(`${path}/edit`, { ...GOOD, title: 'Another title' });
    expect(changed.to).toBe(`${path}?done=saved`);
    const copy = await post(path, { action: 'copy' });
    expect(copy.to).not.toContain(path);
    expect((await get(copy.to)).text).toContain('Another title');
  });

  test('what can’t be kept is told by its field, and what was typed stays', async () => {
    const before = (await db.selectFrom('refreshers').select('id').execute()).length;
    const { status, text } = await upload(
      '/refreshers/new',
      { ...GOOD, title: '', words: 'Okafor <script>alert(1)</script>', topic: 'weather' },
      Buffer.from('GIF89a'),
    );
    expect(status).toBe(400);
    for (const [field, sentence] of [
      ['title', 'Write a title.'],
      ['words', 'This may name or point to a person.'],
      ['topic', 'Choose what the refresher is about.'],
      ['picture', 'The picture must be a PNG or a JPEG.'],
    ]) {
      expect(text).toContain(`href="#${field}"`);
      expect(text).toContain(sentence);
    }
    expect(text).not.toContain('<script>alert');
    expect(formFields(text).words).toBe('Okafor <script>alert(1)</script>');
    expect((await db.selectFrom('refreshers').select('id').execute()).length).toBe(before);
  });

  test.each([
    [{ words: 'x'.repeat(601) }, 'This has 601 characters, and may have 600.'],
    [{ audience: 'teams' }, 'Choose at least one team.'],
    [{ from: 'bank' }, 'Choose a question that is in the bank.'],
    [
      { from: 'own', stem: 'Which?', 'option-1': 'This', 'option-2': 'That', rationale: 'So.' },
      'Choose which option is right.',
    ],
    [{ how: 'offered' }, 'Choose one of the kinds of incident in the list.'],
    [{ campaign: '00000000-0000-4000-8000-000000000000' }, 'Choose a campaign that is in the list.'],
    [{ 'words-cy': 'Geiriau' }, 'Write the title in Welsh too'],
    [{ 'picture-id': '00000000-0000-4000-8000-000000000000', alt: 'A phone' }, 'The picture is not there any more'],
  ])('bad input: %j', async (change, sentence) => {
    const { status, text } = await upload('/refreshers/new', {
      ...GOOD,
      ...(change as unknown as Record<string, string>),
    });
    expect(status).toBe(400);
    expect(text).toContain(sentence);
  });

  test('a picture is kept without place and name, shown with its words, and taken away again', async () => {
    const path = await write({ alt: 'A phone in a "drawer"' }, jpegWith({ place: 'GPS 51.5N' }));
    const kept = await db.selectFrom('refresher_pictures').select(['id', 'type', 'bytes']).execute();
    expect(kept.map(({ type }) => type)).toEqual(['image/jpeg']);
    expect(Buffer.from(kept[0]?.bytes ?? []).toString('latin1')).not.toMatch(/GPS|Sam/);
    const { text } = await get(path);
    expect(text).toContain(`<img src="/pictures/${kept[0]?.id}" alt="A phone in a &quot;drawer&quot;">`);
    expect(text).toContain('Until PUBLIC_URL begins with https');
    const form = formFields((await get(`${path}/edit`)).text);
    expect(form['picture-id']).toBe(kept[0]?.id);
    await upload(`${path}/edit`, { ...GOOD, 'picture-id': form['picture-id'] ?? '', 'picture-drop': 'yes' });
    expect((await get(path)).text).not.toContain('/pictures/');
  });

  test('a picture that stands in no refresher goes after a while', async () => {
    const path = await write({ alt: 'A phone' }, pngWith());
    const used = (
      await db
        .selectFrom('refreshers')
        .select('picture')
        .where('id', '=', path.split('/')[2] ?? '')
        .executeTakeFirstOrThrow()
    ).picture as string;
    const unused = await keepPicture(db, 'simulator', { type: 'image/png', bytes: pngWith() });
    await removeUnusedPictures(db, 'simulator', new Date(Date.now() - 60_000));
    expect(await findPicture(db, unused)).toBeDefined();
    await removeUnusedPictures(db, 'T1', new Date(Date.now() + 60_000));
    expect(await findPicture(db, unused)).toBeDefined();
    expect(await removeUnusedPictures(db, 'simulator', new Date(Date.now() + 60_000))).toBeGreaterThan(0);
    expect(await findPicture(db, unused)).toBeUndefined();
    expect(await findPicture(db, used)).toBeDefined();
  });

  test('a picture that is too large is told, with all that was typed; one without words asks for them', async () => {
    const large = await upload('/refreshers/new', GOOD, Buffer.concat([pngWith(), Buffer.alloc(1_000_001)]));
    expect(large.status).toBe(400);
    expect(large.text).toContain('1 MB at most');
    expect(formFields(large.text).title).toBe(GOOD.title);
    const silent = await upload('/refreshers/new', GOOD, pngWith());
    expect(silent.status).toBe(400);
    expect(silent.text).toContain('Write what the picture shows');
    // It needn't be chosen again.
    expect(formFields(silent.text)['picture-id']).toMatch(/^[0-9a-f-]{36}$/);
    const cut = await upload('/refreshers/new', GOOD, pngWith().subarray(0, 40));
    expect(cut.text).toContain('The picture is damaged');
  });

  test('what isn’t such a form is refused, without a stack trace', async () => {
    for (const [type, body] of [
      ['application/json', '{}'],
      ['multipart/form-data', 'nothing'],
      ['multipart/form-data; boundary=x', '--x\r\nbroken'],
    ] as const) {
      const response = await fetch(`${site.url}/refreshers/new`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': type, Accept: 'text/html' },
      });
      const text = await response.text();
      expect([400]).toContain(response.status);
      expect(text).not.toMatch(/at .*\.[tj]s:\d+/);
    }
  });

  test('whom it reaches: teams by name, and fewer than eight are not counted', async () => {
    const ward = await write({ audience: 'teams', teams: 'Ward <5>' });
    expect((await get(ward)).text).toContain('Teams: Ward &lt;5&gt; – 9 people now');
    const theatres = await write({ audience: 'teams', teams: 'Theatres' });
    expect((await get(theatres)).text).toContain('Teams: Theatres – fewer than eight people now');
    expect((await get(`${ward}/edit`)).text).toMatch(/value="Ward &lt;5&gt;" checked/);
    expect((await get(await write({ audience: 'new' }))).text).toContain('nobody at present');
  });

  test('a question of the bank, and one of their own, is shown with it', async () => {
    expect((await get(await write({ from: 'bank', question: 'chats-count' }))).text).toContain(
      'A patient asks for all that is held about her',
    );
    const own = {
      from: 'own',
      stem: 'Where does it go?',
      'option-1': 'The app',
      'option-2': 'The chat',
      right: '1',
      rationale: 'So it is safe.',
    };
    const path = await write(own);
    expect((await get(path)).text).toContain('A. The app');
    expect(formFields((await get(`${path}/edit`)).text)).toMatchObject(own);
  });

  test('a test goes to whoever looks, in no count', async () => {
    const path = await write();
    expect((await post(path, { action: 'test' })).to).toBe(`${path}?done=test`);
    const copies = await db
      .selectFrom('refresher_recipients')
      .select(['id', 'is_test'])
      .where('refresher', '=', path.split('/')[2] ?? '')
      .execute();
    expect(copies).toMatchObject([{ is_test: true }]);
    expect(jobs.at(-1)).toMatchObject({ copy: copies[0]?.id });
    expect((await get(path)).text).not.toContain('How far it has come');
  });

  describe('when it is sent', () => {
    test('a time, a last look, and it waits for it; then it is taken back, and cancelled', async () => {
      const path = await write();
      const first = await post(`${path}/send`, { when: 'tomorrow' });
      expect(first.status).toBe(200);
      expect(first.text).toContain('It goes to 12 people, 4 Mar 2026, 10:00');
      expect(await state(path)).toMatchObject({ state: 'draft' });
      const sure = formFields(first.text);
      expect((await post(`${path}/send`, sure)).to).toBe(`${path}?done=send`);
      expect(await state(path)).toEqual({ state: 'scheduled', send_at: new Date('2026-03-04T10:00:00Z') });
      expect((await get('/refreshers')).text).toContain('Goes out 4 Mar 2026, 10:00');
      expect((await get(`${path}?done=send`)).text).toContain('Scheduled: it goes out 4 Mar 2026, 10:00');
      expect((await get(`${path}/edit`)).status).toBe(409);
      expect((await post(`${path}/send`, sure)).status).toBe(409);
      await post(path, { action: 'unschedule' });
      expect(await state(path)).toMatchObject({ state: 'draft' });
      expect((await post(path, { action: 'unschedule' })).status).toBe(409);
      await post(path, { action: 'cancel' });
      expect(await state(path)).toMatchObject({ state: 'cancelled' });
      expect((await post(path, { action: 'cancel' })).status).toBe(409);
    });
    test.each([
      [{}, 'Choose when it is sent.'],
      [{ when: 'never' }, 'Choose when it is sent.'],
      [{ when: 'at' }, 'Give a day and a time.'],
      [{ when: 'at', at: '2026-02-30T10:00' }, 'Give a day and a time.'],
      [{ when: 'at', at: '2026-03-02T10:00' }, 'This time is past: choose a later one.'],
      [{ when: 'at', at: '2028-03-02T10:00' }, 'Choose a time within a year from now.'],
      [{ when: 'week', week: '0' }, 'Choose one of the weeks of the campaign.'],
    ])('bad input: %j', async (fields, sentence) => {
      const path = await write();
      const { status, text } = await post(`${path}/send`, fields as Record<string, string>);
      expect(status).toBe(400);
      expect(text.split(sentence), 'above the page, and beside the field').toHaveLength(3);
      expect(text).toContain(`href="#${'at' in fields || ('when' in fields && fields.when === 'at') ? 'at' : 'when'}"`);
      expect(await state(path)).toMatchObject({ state: 'draft' });
    });
    test('one that is offered has no time', async () => {
      const path = await write({ how: 'offered', category: 'image' });
      expect((await get(path)).text).toContain('Offered once to who puts right: Photo, scan or picture of notes');
      const first = await post(`${path}/send`, {});
      expect(first.text).toContain('Offer it');
      await post(`${path}/send`, { sure: 'yes' });
      expect(await state(path)).toMatchObject({ state: 'sending' });
      expect((await get('/refreshers')).text).toContain('On offer since 3 Mar 2026');
    });
  });

  test('how far it has come: accepted, failed with reasons, read; and the failed are written to again', async () => {
    const path = await write({ from: 'bank', question: 'chats-count' });
    const refresher = path.split('/')[2] ?? '';
    const people = await db.selectFrom('people').select('id').where('tenant', '=', 'simulator').execute();
    await db
      .updateTable('refreshers')
      .set({ state: 'sending', started_at: NOW, chosen_at: NOW })
      .where('id', '=', refresher)
      .execute();
    const nothing = {
      via: null,
      reason: null,
      incident: null,
      not_before: null,
      queued_at: null,
      sent_at: null,
      acknowledged_at: null,
      answered_at: null,
      chosen: null,
      correct: null,
    };
    await db
      .insertInto('refresher_recipients')
      .values(
        people.map(({ id: person }, index) => ({
          ...nothing,
          tenant: 'simulator',
          refresher,
          person,
          ...(index < 9
            ? {
                delivery: 'sent' as const,
                sent_at: NOW,
                acknowledged_at: index < 4 ? NOW : null,
                chosen: 1,
                correct: index < 5,
              }
            : { delivery: 'unreachable' as const, reason: index < 11 ? 'no-page' : 'odd <code>' }),
        })),
      )
      .execute();
    const { text } = await get(path);
    const rows = [...text.matchAll(/<th scope="row"[^>]*>([^<]*)<\/th><td[^>]*>([^<]*)<\/td>/g)].map((row) => [
      row[1],
      row[2],
    ]);
    expect(rows).toEqual([
      ['People chosen', '12'],
      ['Waiting for their turn', '0'],
      ['Accepted by the platform', '9'],
      ['Failed', '3'],
      ['Said that they have read it', '4'],
      ['Answered the question', '9'],
      ['Right', 'about 5 of 9'],
    ]);
    expect(text).toContain('2 people: no page of the simulator was open');
    expect(text).toContain('odd &lt;code&gt;');
    expect((await get('/refreshers')).text).toContain('9 of 12 accepted, 3 failed, 4 have read it');
    expect((await post(path, { action: 'resend' })).to).toBe(`${path}?done=resend`);
    const waiting = await db
      .selectFrom('refresher_recipients')
      .select('person')
      .where('refresher', '=', refresher)
      .where('delivery', '=', 'waiting')
      .execute();
    expect(waiting).toHaveLength(3);
  });

  test('how many are weak on a topic is not told by how far a refresher to them has come, nor by its campaign', async () => {
    const { to: campaign } = await post('/campaigns/new', {
      name: 'Winter',
      'starts-on': '2026-03-10',
      'ends-on': '2026-03-31',
    });
    const path = await write({ audience: 'weak', campaign: campaign.split('/')[2] ?? '' });
    const refresher = path.split('/')[2] ?? '';
    const people = await db.selectFrom('people').select('id').where('tenant', '=', 'simulator').execute();
    await db
      .updateTable('refreshers')
      .set({ state: 'sending', started_at: NOW, chosen_at: NOW })
      .where('id', '=', refresher)
      .execute();
    /** So many more get it, and one of them in vain. */
    const chosen = (from: number, to: number) =>
      db
        .insertInto('refresher_recipients')
        .values(
          people.slice(from, to).map(({ id: person }, index) => ({
            tenant: 'simulator',
            refresher,
            person,
            delivery: index === 0 ? ('unreachable' as const) : ('sent' as const),
            reason: index === 0 ? 'no-page' : null,
          })),
        )
        .execute();
    await chosen(0, 7);
    for (const page of [path, campaign, '/refreshers']) {
      const { text } = await get(page);
      expect(text, page).not.toMatch(/[67] of 7|>[67]</);
      expect(text, page).not.toContain('1 person:');
    }
    expect((await get('/refreshers')).text).toContain('Fewer than eight people chosen');
    expect((await get(campaign)).text).toMatch(/People chosen<\/th><td[^>]*>Fewer than eight</);
    expect((await get(path)).text).toContain('Send again to those that failed');
    await chosen(7, 9);
    for (const page of [path, campaign]) {
      const { text } = await get(page);
      expect(text, page).toMatch(/People chosen<\/th><td[^>]*>10</);
      expect(text, page).toMatch(/Failed<\/th><td[^>]*>0</);
    }
    expect((await get('/refreshers')).text).toContain('5 of 10 accepted');
  });

  test('a campaign: named, with its weeks, and a refresher in one of them', async () => {
    expect(
      (await post('/campaigns/new', { name: '', 'starts-on': '2026-03-10', 'ends-on': '2026-03-01' })).text,
    ).toContain('ends before it starts');
    const { to: campaign } = await post('/campaigns/new', {
      name: 'Cyber <month>',
      'starts-on': '2026-03-10',
      'ends-on': '2026-03-31',
    });
    expect((await get('/campaigns')).text).toContain('Cyber &lt;month&gt;');
    const path = await write({ campaign: campaign.split('/')[2] ?? '' });
    expect((await get(campaign)).text).toContain('Drafts, and at other times');
    const first = await post(`${path}/send`, { when: 'week', week: '1' });
    expect(first.text).toContain('17 Mar 2026, 10:00');
    await post(`${path}/send`, formFields(first.text));
    const { text } = await get(campaign);
    expect(text).toContain('Week 2, 17 Mar 2026, 10:00');
    expect(text).not.toContain('Drafts, and at other times');
    expect(
      (await post(`${campaign}/edit`, { name: 'Cyber month', 'starts-on': '2026-03-10', 'ends-on': '2026-04-07' }))
        .status,
    ).toBe(303);
    expect((await get(campaign)).text).toContain('10 March 2026 to 7 April 2026');
    expect((await post(`${campaign}/edit`, { name: 'Okafor' })).status).toBe(400);
  });

  test.each([
    '/refreshers/none',
    '/refreshers/00000000-0000-4000-8000-000000000000',
    '/refreshers/none/edit',
    '/refreshers/none/send',
    '/campaigns/none',
  ])('%s is not there', async (path) => {
    const { status, text } = await get(path);
    expect(status).toBe(404);
    expect(text).toMatch(/No such (refresher|campaign)/);
  });

  test('another site can’t send, and a button that isn’t there does nothing', async () => {
    const path = await write();
    const cross = { 'Sec-Fetch-Site': 'cross-site' };
    expect((await post(path, { action: 'cancel' }, cross)).status).toBe(403);
    expect((await post(`${path}/send`, { when: 'now', sure: 'yes' }, cross)).status).toBe(403);
    expect((await post(path, { action: 'delete' })).status).toBe(400);
    expect((await post(path, { action: 'constructor' })).status).toBe(400);
    expect(await state(path)).toMatchObject({ state: 'draft' });
  });
});
