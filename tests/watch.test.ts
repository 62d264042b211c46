import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createReports } from '../src/reports.ts';
import { type ChannelRule, setChannelRule } from '../src/store/channel-rules.ts';
import { createWatch } from '../src/watch.ts';
import { onPglite } from './databases.ts';
import { openHouse, type TestHouse } from './house.ts';
import { deleted, plainEngine, posted } from './messages.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse(await onPglite());
});
afterAll(() => house.close());

test('a channel that the policy excludes is never read: nothing is judged, remembered or counted', async () => {
  const judged: string[] = [];
  const engine = {
    ...plainEngine,
    judge: (message: { text: string; audience: 'organisation'; attachments: [] }) => {
      judged.push(message.text);
      return plainEngine.judge(message);
    },
  } as typeof plainEngine;
  const watch = createWatch({ ...house, engine: () => engine });
  const channel = { id: 'C9', name: 'union-reps', audience: 'organisation', readers: 40, guests: null } as const;
  await watch(posted({ channel, text: 'urgent: about our grievance', thread: 't1' }));
  await house.counts.flush();
  expect(judged).toEqual([]);
  expect(house.threads.before(posted({ channel, id: '2', thread: 't1' }))).toEqual([]);
  expect(await house.db.selectFrom('incidents').selectAll().execute()).toEqual([]);
  expect(await house.db.selectFrom('daily_counts').selectAll().execute()).toEqual([]);

  await watch(posted({ text: 'urgent: a patient' }));
  expect(judged).toHaveLength(1);
  expect(await house.db.selectFrom('incidents').selectAll().execute()).toHaveLength(1);
});

describe('a channel as the Guardian says it is', () => {
  const key = { tenant: 'T1', platform: 'slack', channel: 'C7' } as const;
  const channel = { id: 'C7', name: 'ward-5', audience: 'care-team', readers: 12, guests: null } as const;
  const sets = (rule: ChannelRule) =>
    house.db.transaction().execute((trx) => setChannelRule(trx, key, rule, { actor: 'guardian', now: new Date() }));
  const say = async (rule: ChannelRule) => {
    expect(await sets(rule)).toBe(true);
    await house.channels.refresh();
  };
  const incidents = () => house.db.selectFrom('incidents').selectAll().where('channel', '=', 'C7').execute();

  test('is judged for those who can read it', async () => {
    await say({ audience: 'external', excluded: false });
    await createWatch(house)(posted({ channel, id: '7.1', text: 'urgent: a patient' }));
    expect(await incidents()).toEqual([expect.objectContaining({ audience: 'external', readers: 12 })]);
  });

  test('is not read at all where it is excluded, and what is raised there is not judged', async () => {
    await say({ audience: 'external', excluded: true });
    await createWatch(house)(posted({ channel, id: '7.2', text: 'urgent: a patient' }));
    expect(await incidents()).toHaveLength(1);
    const person = { platform: 'slack', tenant: 'T1', person: 'U2', named: false, language: null } as const;
    const message = {
      channel,
      id: '7.2',
      author: 'U1',
      text: 'urgent: a patient',
      attachments: [],
      link: null,
    } as const;
    await createReports(house)({ ...person, message });
    const item = await house.db.selectFrom('triage').selectAll().where('channel', '=', 'C7').executeTakeFirstOrThrow();
    expect(item).toMatchObject({ level: 'clear', categories: [] });
  });

  test('is as its platform says again, and every change is in the log', async () => {
    await say({ audience: null, excluded: false });
    const same = { audience: null, excluded: false };
    expect(await sets(same)).toBe(false);
    await createWatch(house)(posted({ channel, id: '7.3', text: 'urgent: a patient' }));
    expect((await incidents()).map(({ audience }) => audience).sort()).toEqual(['care-team', 'external']);
    const log = await house.db
      .selectFrom('channel_rule_log')
      .select(['audience', 'excluded', 'actor'])
      .orderBy('id')
      .execute();
    expect(log).toEqual([
      { audience: 'external', excluded: false, actor: 'guardian' },
      { audience: 'external', excluded: true, actor: 'guardian' },
      { audience: null, excluded: false, actor: 'guardian' },
    ]);
  });
});

test('what was missed and read again is judged once; long after, nobody is told, and no clear one is counted twice', async () => {
  const watch = createWatch(house);
  const channel = { id: 'C77', name: 'ward-7', audience: 'organisation', readers: 40, guests: null } as const;
  const first = posted({ channel, id: 'missed-1', author: 'U71', text: 'urgent: a patient' });
  await watch(first);
  await watch({ ...first, missed: 'recent' });
  await watch(posted({ channel, id: 'missed-2', author: 'U72', text: 'urgent: another', missed: 'old' }));
  await watch(posted({ channel, id: 'missed-3', author: 'U73', text: 'urgent: a third', missed: 'recent' }));
  await watch(posted({ channel, id: 'missed-4', author: 'U73', text: 'all clear', missed: 'recent' }));
  await house.counts.flush();
  const told = await house.db
    .selectFrom('incidents')
    .select(['message', 'held'])
    .where('message', 'like', 'missed-%')
    .orderBy('message')
    .execute();
  expect(told).toEqual([
    { message: 'missed-1', held: null },
    { message: 'missed-2', held: 'watch' },
    { message: 'missed-3', held: null },
  ]);
  expect(await house.db.selectFrom('daily_counts').selectAll().where('channel', '=', 'C77').execute()).toEqual([]);
});

test('who is of another organisation has a private word like anyone, and is not there for questions', async () => {
  const watch = createWatch(house);
  const sent = house.notices.length;
  await watch(posted({ id: 'outside-1', author: 'U81', text: 'all clear', outsider: true }));
  await watch(posted({ id: 'outside-2', author: 'U82', text: 'urgent: a patient', outsider: true }));
  await watch(posted({ id: 'inside-1', author: 'U83', text: 'all clear' }));
  await house.activity.flush();
  expect(house.notices).toHaveLength(sent + 1);
  const seen = await house.db
    .selectFrom('people')
    .select('platform_user as user')
    .where('platform_user', 'in', ['U81', 'U82', 'U83'])
    .where('last_seen_at', 'is not', null)
    .execute();
  expect(seen).toEqual([{ user: 'U83' }]);
});

test('what is urgent and found too late for a quiet word is on the Guardian’s list, once; nothing else that is late is', async () => {
  const channel = { id: 'C78', name: 'ward-8', audience: 'organisation', readers: 40, guests: null } as const;
  const watch = createWatch(house);
  const late = (change: object) => watch(posted({ channel, missed: 'old', ...change }));
  const urgent = { id: 'late-1', author: 'U74', text: 'urgent: a patient' };
  await late(urgent);
  await late(urgent);
  await late({ id: 'late-2', author: 'U75', text: 'nudge: a name' });
  await watch(posted({ channel, id: 'late-3', author: 'U76', text: 'urgent: told at the time' }));
  await late({ id: 'late-3', author: 'U76', text: 'urgent: and edited since', version: 'e1' });
  const judge: typeof plainEngine.judge = (message) => ({ ...plainEngine.judge(message), mode: 'watch' });
  const recorded = createWatch({ ...house, engine: () => ({ ...plainEngine, judge }) });
  await recorded(posted({ channel, id: 'late-4', author: 'U77', text: 'urgent: only recorded', missed: 'old' }));
  const list = await house.db.selectFrom('triage').selectAll().where('channel', '=', 'C78').execute();
  expect(list).toMatchObject([{ kind: 'late', message: 'late-1', level: 'urgent', state: 'new', reporter: null }]);
  const history = await house.db.selectFrom('outcomes').select(['kind', 'detail']);
  expect(
    await history
      .where('incident', '=', list[0]?.incident ?? '')
      .orderBy('id')
      .execute(),
  ).toEqual([
    { kind: 'claimed', detail: null },
    { kind: 'held', detail: 'watch' },
    { kind: 'raised', detail: 'late' },
  ]);
  await watch(deleted({ channelId: 'C78', id: 'late-1' }));
  const log = house.db
    .selectFrom('triage_log')
    .select('action')
    .where('item', '=', list[0]?.id ?? '');
  expect(await log.orderBy('id').execute()).toEqual([{ action: 'raised' }, { action: 'put-right' }]);
});
