import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Inbound, RefresherReply, RefresherRequest } from '../../src/chat.ts';
import { createRefresherInChat } from '../../src/refreshers/in-chat.ts';
import { giveRole } from '../../src/store/role-grants.ts';
import { findTrainer } from '../../src/store/trainers.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { openStage, type Stage, TRAINER } from './stage.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  let stage: Stage;
  let take: Inbound['onRefresher'];
  let me: string;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    for (const table of [
      'refresher_recipients',
      'refreshers',
      'accounts',
      'role_grants',
      'sessions',
      'people',
    ] as const)
      await house.db.deleteFrom(table).execute();
    for (const list of [house.sent, house.refreshers]) list.length = 0;
    house.answer = async () => ACCEPTED;
    stage = openStage(house);
    stage.at('2026-03-03T10:00:00Z');
    [me] = (await stage.people(1, { team: 'Ward 4' })) as [string];
    take = createRefresherInChat(stage.desk, async ({ user }) => (user === 'U1' ? TRAINER : undefined));
  });
  const does = (step: RefresherRequest['step'], person = 'U1') =>
    take({ platform: 'slack', tenant: 'T1', person, step });
  const WRITTEN = {
    do: 'write',
    title: 'Photos stay in the app',
    words: 'Take clinical photos in the approved app only.',
    topic: 'photos',
    audience: 'everyone',
    acknowledge: true,
  } as const;
  const looked = async (change = {}): Promise<Extract<RefresherReply, { show: 'preview' }>> => {
    const reply = await does({ ...WRITTEN, ...change });
    if (reply.show !== 'preview') throw new Error(JSON.stringify(reply));
    return reply;
  };

  test('whoever is no trainer is told so at each step, and nothing is kept', async () => {
    for (const step of [{ do: 'open' }, WRITTEN, { do: 'send', refresher: 'x', when: 'now' }] as const)
      expect(await does(step, 'U9')).toMatchObject({
        show: 'sentence',
        sentence: expect.stringContaining('Only trainers'),
      });
    expect(await house.db.selectFrom('refreshers').selectAll().execute()).toEqual([]);
  });

  test('the form has the topics of the bank, in the trainer’s language', async () => {
    const form = await does({ do: 'open' });
    expect(form).toMatchObject({ show: 'form', form: { language: 'en', words: { longest: 600 } } });
    await house.db.updateTable('people').set({ language: 'cy' }).execute();
    expect(await does({ do: 'open' })).toMatchObject({ form: { language: 'cy', heading: 'Ysgrifennu nodyn' } });
  });

  test('looked at, tried, and sent: to everybody, once', async () => {
    await stage.people(9);
    const { refresher, notice, lines } = await looked();
    expect(lines[0]).toBe('It goes to 10 people.');
    expect(notice).toMatchObject({ kind: 'refresher', heading: 'Photos stay in the app' });
    const tried = await does({ do: 'send', refresher, when: 'test' });
    expect(tried).toMatchObject({ show: 'preview', refresher });
    await stage.tick();
    expect(house.sent.map(({ to }) => to.person)).toEqual(['U1']);
    expect(house.sent[0]?.notice.paragraphs[0]).toContain('This is a test');
    expect(await does({ do: 'send', refresher, when: 'now' })).toMatchObject({ show: 'sentence' });
    await stage.tick();
    expect(house.sent).toHaveLength(11);
    const line = { tenant: TRAINER.realm, actor: TRAINER.subject, subject: `refresher:${refresher}` };
    const log = house.db.selectFrom('audit_log').selectAll().where('subject', '=', line.subject).orderBy('id');
    expect(await log.execute()).toMatchObject([
      { ...line, action: 'refresher.written', detail: 'add' },
      { ...line, action: 'refresher.tested', detail: null },
      { ...line, action: 'refresher.sent', detail: 'now' },
    ]);
    expect(await does({ do: 'send', refresher, when: 'now' }), 'pressed again').toMatchObject({
      sentence: expect.stringContaining('on its way, or gone'),
    });
    await stage.tick();
    expect(house.sent).toHaveLength(11);
  });

  test.each([
    ['tomorrow', 'scheduled', '2026-03-04T10:00:00.000Z'],
    ['keep', 'draft', undefined],
  ])('%s', async (when, state, sendAt) => {
    const { refresher } = await looked();
    await does({ do: 'send', refresher, when });
    const kept = await house.db
      .selectFrom('refreshers')
      .select(['state', 'send_at', 'author'])
      .executeTakeFirstOrThrow();
    expect([kept.state, kept.send_at?.toISOString(), kept.author]).toEqual([state, sendAt, me]);
  });

  test.each([
    ['new', { kind: 'new' }, 'It goes to nobody yet'],
    ['team', { kind: 'teams', teams: ['Ward 4'] }, 'fewer than 8'],
    ['weak', { kind: 'weak', topic: 'photos' }, 'It goes to nobody yet'],
  ])('its audience: %s', async (audience, expected, line) => {
    const { refresher, lines } = await looked({ audience });
    const row = await house.db
      .selectFrom('refreshers')
      .select('audience')
      .where('id', '=', refresher)
      .executeTakeFirst();
    expect(row?.audience).toEqual(expected);
    expect(lines[0]).toContain(line);
  });

  test.each([
    ['a person in the words', { words: 'As Mrs Okafor in bed 4 found' }, 'words'],
    ['no title', { title: ' ' }, 'title'],
    ['no audience', { audience: 'nobody' }, 'audience'],
    ['no topic', { topic: '' }, 'topic'],
  ])('%s: refused as on the dashboard, and not kept', async (_, change, field) => {
    expect(await does({ ...WRITTEN, ...change })).toMatchObject({ show: 'faults', faults: [{ field }] });
    expect(await house.db.selectFrom('refreshers').selectAll().execute()).toEqual([]);
  });

  test('somebody else’s draft, or none, is not sent', async () => {
    const { refresher } = await looked();
    await house.db.updateTable('refreshers').set({ author: 'local' }).execute();
    for (const id of [refresher, crypto.randomUUID(), "'; drop"])
      expect(await does({ do: 'send', refresher: id, when: 'now' })).toMatchObject({
        sentence: expect.stringContaining('gone'),
      });
    expect(await stage.state(refresher)).toBe('draft');
  });

  test('a trainer is who has the role by a grant, or while they are signed in with it', async () => {
    const key = { tenant: 'T1', platform: 'slack', user: 'U1' } as const;
    const since = new Date('2026-03-03T00:00:00Z');
    const is = () => findTrainer(house.db, key, since);
    expect(await is()).toBeUndefined();
    const account = { tenant: 'https://issuer.test', subject: 's1' };
    const of = { realm: account.tenant, subject: account.subject };
    await giveRole(house.db, account, 'trainer', 'admin');
    expect(await is(), 'nobody knows whose account it is').toBeUndefined();
    await house.db
      .insertInto('accounts')
      .values({ ...account, name: null, person_tenant: 'T1', person: me, last_signed_in_at: since })
      .execute();
    expect(await is()).toEqual(of);
    expect(await findTrainer(house.db, { ...key, user: 'U9' }, since)).toBeUndefined();
    await house.db.deleteFrom('role_grants').execute();
    expect(await is()).toBeUndefined();
    const signedIn = (at: string, roles: ('staff' | 'trainer')[]) =>
      house.db
        .insertInto('sessions')
        .values({
          ...account,
          token_hash: crypto.getRandomValues(new Uint8Array(32)),
          name: null,
          claims: JSON.stringify({ roles: [], account: null, email: null }),
          roles,
          created_at: new Date(at),
          seen_at: new Date(at),
        })
        .execute();
    await signedIn('2026-03-02T23:00:00Z', ['staff', 'trainer']);
    await signedIn('2026-03-03T09:00:00Z', ['staff']);
    expect(await is()).toBeUndefined();
    await signedIn('2026-03-03T09:00:00Z', ['staff', 'trainer']);
    expect(await is()).toEqual(of);
  });
});
