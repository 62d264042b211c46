import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALL_TOPICS } from '../../src/dashboard/pages/me/route.ts';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { formFields } from './form-fields.ts';
import { addLearner, addMark } from './learners.ts';
import { serveDashboard } from './serve.ts';
import { ISSUER, SIGN_IN, signedInAs } from './visitor.ts';

const NOW = new Date('2026-11-26T12:00:00Z');

// What people look at, take away, send and change leaves a line of codes; a change that was refused leaves none.
onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  let me: string;
  let cookies: Record<'me' | 'trainer' | 'testing trainer' | 'guardian' | 'admin', string>;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    site = await serveDashboard(db, { platforms: ['slack'], now: () => NOW, signIn: SIGN_IN });
    me = await addLearner(db);
    await addLearner(db);
    const { platform_user: user } = await db
      .selectFrom('people')
      .select('platform_user')
      .where('id', '=', me)
      .executeTakeFirstOrThrow();
    cookies = {
      me: await signedInAs(db, { subject: 'me', account: { platform: 'slack', tenants: ['T1'], user } }),
      trainer: await signedInAs(db, { subject: 'trainer', roles: ['trainer'] }),
      'testing trainer': await signedInAs(db, {
        subject: 'testing trainer',
        roles: ['trainer'],
        account: { platform: 'slack', tenants: ['T1'], user },
      }),
      guardian: await signedInAs(db, { subject: 'guardian', roles: ['guardian'] }),
      admin: await signedInAs(db, { subject: 'admin', roles: ['admin'] }),
    };
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const send = async (who: keyof typeof cookies, path: string, body?: Record<string, string> | FormData) => {
    const response = await fetch(site.url + path, {
      redirect: 'manual',
      headers: { Accept: 'text/html', Cookie: cookies[who] },
      ...(body ? { method: 'POST', body: body instanceof FormData ? body : new URLSearchParams(body) } : {}),
    });
    return {
      status: response.status,
      text: await response.text(),
      to: (response.headers.get('location') ?? '').replace(/\?.*/, ''),
    };
  };
  let seen = 0;
  /** The lines since they were asked for last: who did what to what. */
  const lines = async () => {
    const rows = await db.selectFrom('audit_log').selectAll().where('id', '>', seen).orderBy('id').execute();
    seen = Number(rows.at(-1)?.id ?? seen);
    expect(rows.every(({ tenant }) => tenant.startsWith(ISSUER))).toBe(true);
    return rows.map(({ actor, action, subject, detail }) => [actor, action, subject, detail]);
  };

  test('what somebody takes away of their own, and that they erase it; the line stays', async () => {
    const own = `person:${me}`;
    expect((await send('me', '/me/certificate.pdf')).status, 'not completed').toBe(404);
    expect((await send('me', '/me/erase', {})).status, 'not sure').toBe(400);
    expect((await send('trainer', '/me/download.json')).status, 'not linked').toBe(404);
    expect(await lines()).toEqual([]);
    for (const topic of ALL_TOPICS)
      await addMark(db, me, { at: new Date('2026-06-01T09:00:00Z'), correct: true, topic });
    for (const path of ['download.json', 'certificate.pdf', 'learning.csv', 'learning.json'])
      expect((await send('me', `/me/${path}`)).status, path).toBe(200);
    expect((await send('me', '/me/erase')).text).toContain('log of who looked at what');
    expect((await send('me', '/me/erase', { sure: 'yes' })).status).toBe(303);
    expect(await lines()).toEqual([
      ['me', 'own.downloaded', own, 'my-data'],
      ['me', 'own.downloaded', own, 'certificate'],
      ['me', 'own.downloaded', own, 'learning-csv'],
      ['me', 'own.downloaded', own, 'learning-xapi'],
      ['me', 'own.erased', own, null],
    ]);
  });

  test('what a Guardian decides, once where it changes something, and no word of a note; the page says it', async () => {
    const { id } = await db
      .insertInto('triage')
      .values({
        tenant: 'T1',
        kind: 'report',
        platform: 'slack',
        channel: 'C1',
        message: 'm1',
        incident: null,
        link: null,
        level: 'nudge',
        categories: ['name'],
        audience: 'organisation',
        readers: null,
        reporter: null,
        raised_at: NOW,
        clock_started_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const decide = (body: Record<string, string>) => send('guardian', `/triage/${id}`, body);
    for (const state of ['breach', 'breach']) expect((await decide({ action: 'state', state })).status).toBe(303);
    await decide({ action: 'clock-started' });
    await decide({ action: 'note', note: 'Rang the ward' });
    expect((await decide({ action: 'state', state: 'gone' })).status).toBe(400);
    expect(await lines()).toEqual([
      ['guardian', 'triage.decided', `triage:${id}`, 'breach'],
      ['guardian', 'triage.decided', `triage:${id}`, 'clock-started'],
      ['guardian', 'triage.decided', `triage:${id}`, 'note'],
      // What is refused is shown again, and that is a look.
      ['guardian', 'triage.viewed', `triage:${id}`, null],
    ]);
    const { text } = await send('admin', '/admin/audit?action=triage.decided');
    for (const words of ['A breach', 'Started the 72-hour clock', 'Wrote a note'])
      expect(text).toContain(`Decided on an item of the triage list (${words})`);
    expect(text).not.toContain('Rang');
    await lines();
  });

  test('a look at a person or an item, however it is asked for; none at what is not there', async () => {
    const nobody = '/admin/people/00000000-0000-4000-8000-000000000000';
    for (const body of [undefined, { action: 'promote' }]) {
      expect((await send('admin', nobody, body)).status).toBe(404);
      expect((await send('admin', `/admin/people/${me}`, body)).status).toBe(body ? 400 : 200);
    }
    const item = await db.selectFrom('triage').select('id').executeTakeFirstOrThrow();
    await send('guardian', `/triage/${item.id}`);
    await send('guardian', '/triage/decisions.csv');
    await send('admin', '/admin/people?words=ada');
    expect(await lines()).toEqual([
      ['admin', 'person.viewed', `person:${me}`, null],
      ['admin', 'person.viewed', `person:${me}`, null],
      ['guardian', 'triage.viewed', `triage:${item.id}`, null],
      ['guardian', 'triage.exported', null, null],
      ['admin', 'people.searched', null, null],
    ]);
  });

  test('the files of the evidence pack, and not its page', async () => {
    for (const path of ['/evidence', '/evidence.pdf', '/evidence.csv'])
      expect((await send('guardian', path)).status, path).toBe(200);
    expect(await lines()).toEqual([
      ['guardian', 'evidence.exported', null, 'pdf'],
      ['guardian', 'evidence.exported', null, 'csv'],
    ]);
  });

  test('what a trainer does with a refresher, where it was not too late', async () => {
    const form = new FormData();
    const fields = { title: 'Photos', words: 'Take them in the approved app.', topic: 'photos', audience: 'everyone' };
    for (const [name, value] of Object.entries({ ...fields, from: 'none', how: 'sent' })) form.append(name, value);
    const path = (await send('trainer', '/refreshers/new', form)).to;
    form.set('title', '');
    expect((await send('trainer', `${path}/edit`, form)).status, 'without a title').toBe(400);
    form.set('title', 'Photos of wounds');
    await send('trainer', `${path}/edit`, form);
    const copied = (await send('trainer', path, { action: 'copy' })).to;
    expect((await send('trainer', path, { action: 'test' })).status, 'to nobody that is known').toBe(400);
    expect((await send('testing trainer', path, { action: 'test' })).status).toBe(303);
    const subject = `refresher:${path.split('/')[2]}`;
    const sends = () => send('trainer', `${path}/send`, { when: 'tomorrow', sure: 'yes' });
    expect((await send('trainer', `${path}/send`, { when: 'tomorrow' })).status, 'a last look').toBe(200);
    expect((await sends()).status).toBe(303);
    expect((await send('trainer', path, { action: 'unschedule' })).status).toBe(303);
    expect((await send('trainer', path, { action: 'unschedule' })).status).toBe(409);
    await sends();
    expect((await send('trainer', path, { action: 'resend' })).status, 'to nobody').toBe(303);
    expect((await send('trainer', path, { action: 'cancel' })).status).toBe(303);
    expect((await send('trainer', path, { action: 'cancel' })).status).toBe(409);
    expect(await lines()).toEqual([
      ['trainer', 'refresher.written', subject, 'add'],
      ['trainer', 'refresher.written', subject, 'edit'],
      ['trainer', 'refresher.written', `refresher:${copied.split('/')[2]}`, 'copy'],
      ['testing trainer', 'refresher.tested', subject, null],
      ['trainer', 'refresher.sent', subject, 'tomorrow'],
      ['trainer', 'refresher.unscheduled', subject, null],
      ['trainer', 'refresher.sent', subject, 'tomorrow'],
      ['trainer', 'refresher.cancelled', subject, null],
    ]);
    const id = path.split('/')[2] ?? '';
    await db.updateTable('refreshers').set({ state: 'done', ended_at: NOW }).where('id', '=', id).execute();
    await db
      .insertInto('refresher_recipients')
      .values({ tenant: 'T1', refresher: id, person: me, delivery: 'unreachable' })
      .execute();
    await send('trainer', path, { action: 'resend' });
    expect(await lines()).toEqual([['trainer', 'refresher.resent', subject, '1']]);
  });

  test('a campaign that is started or changed', async () => {
    const fields = { name: 'Winter', 'starts-on': '2026-12-01', 'ends-on': '2026-12-21' };
    expect((await send('trainer', '/campaigns/new', { ...fields, name: '' })).status).toBe(400);
    const path = (await send('trainer', '/campaigns/new', fields)).to;
    expect((await send('trainer', `${path}/edit`, { ...fields, 'ends-on': '' })).status).toBe(400);
    expect((await send('trainer', `${path}/edit`, { ...fields, name: 'Spring' })).status).toBe(303);
    const subject = `campaign:${path.split('/')[2]}`;
    expect(await lines()).toEqual([
      ['trainer', 'campaign.written', subject, 'add'],
      ['trainer', 'campaign.written', subject, 'edit'],
    ]);
  });

  test('what a trainer changes in the bank', async () => {
    const path = '/questions/chats-count';
    const typed = formFields((await send('trainer', `${path}/edit`)).text);
    const edited = { ...typed, 'way-1-en-stem': 'A patient asks for all that you hold. What counts?' };
    expect((await send('trainer', `${path}/edit`, { ...typed, 'way-1-en-stem': '' })).status).toBe(400);
    expect((await send('trainer', `${path}/edit`, edited)).status).toBe(303);
    expect((await send('trainer', `${path}/edit`, edited)).status, 'of an older one').toBe(409);
    for (const action of ['retire', 'restore', 'reset']) await send('trainer', path, { action });
    const subject = 'question:chats-count';
    expect(await lines()).toEqual([
      ['trainer', 'question.changed', subject, 'edit'],
      ['trainer', 'question.retired', subject, null],
      ['trainer', 'question.changed', subject, 'restore'],
      ['trainer', 'question.changed', subject, 'reset'],
    ]);
  });

  test('what the Guardian says of a channel, once where it is said twice', async () => {
    const path = '/channels/slack/T1/C0UNION';
    expect((await send('guardian', path, { audience: 'everyone' })).status).toBe(400);
    for (const fields of [
      { audience: 'external', excluded: 'yes' },
      { audience: 'external', excluded: 'yes' },
      { audience: 'platform' },
    ])
      expect((await send('guardian', path, fields as Record<string, string>)).status).toBe(303);
    const subject = 'channel:slack/C0UNION';
    expect(await lines()).toEqual([
      ['guardian', 'channel.ruled', subject, 'excluded-external'],
      ['guardian', 'channel.ruled', subject, 'read-platform'],
    ]);
  });
});
