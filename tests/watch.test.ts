import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createReports } from '../src/reports.ts';
import { type ChannelRule, setChannelRule } from '../src/store/channel-rules.ts';
import { createWatch } from '../src/watch.ts';
import { onPglite } from './databases.ts';
import { openHouse, type TestHouse } from './house.ts';
import { plainEngine, posted } from './messages.ts';

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
