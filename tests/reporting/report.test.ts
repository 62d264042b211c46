import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PrivateNotice } from '../../src/chat.ts';
import type { ReportingDesk } from '../../src/reporting/desk.ts';
import { publishPast } from '../../src/reporting/months.ts';
import { latestNight } from '../../src/reporting/night.ts';
import { sendReports, tellManager } from '../../src/reporting/report.ts';
import { sayReport } from '../../src/reporting/say-report.ts';
import { figuresOf } from '../../src/scores/period.ts';
import { addLearner, addMark } from '../dashboard/learners.ts';
import { onEachDatabase } from '../databases.ts';
import { openHouse, type TestHouse } from '../house.ts';

const MONDAY = new Date('2026-11-02T10:00:00Z');

test.each([
  ['2026-11-26T12:00:00Z', '2026-11-26T03:00:00.000Z'],
  ['2026-11-26T02:59:00Z', '2026-11-25T03:00:00.000Z'],
  // By the clock on the wall, in summer and on the night that the clocks change.
  ['2026-07-01T02:30:00Z', '2026-07-01T02:00:00.000Z'],
  ['2026-10-25T02:59:00Z', '2026-10-24T02:00:00.000Z'],
])('the night before %s is %s', (now, night) => {
  expect(latestNight(new Date(now), 'Europe/London').toISOString()).toBe(night);
});

onEachDatabase((make) => {
  let house: TestHouse;
  let desk: ReportingDesk;
  let manager: string;
  beforeAll(async () => {
    house = await openHouse(await make());
    desk = {
      ...house,
      now: () => house.clock,
      adapters: house.post.adapters,
      keep: { events: 90, rollUps: 1096 },
      publicUrl: 'https://quietword.example.nhs.uk',
      topicTitle: (topic) => ({ photos: 'Photos', record: 'The record' })[topic] ?? '',
    };
    manager = await addLearner(house.db, { team: null, lastSeen: null });
    for (let index = 0; index < 30; index += 1) {
      const person = await addLearner(house.db, { team: index < 15 ? 'Ward 5' : 'Theatres' });
      for (const topic of ['photos', 'record'])
        for (const day of ['12', '19'])
          await addMark(house.db, person, {
            at: new Date(`2026-10-${day}T10:00:00Z`),
            topic,
            correct: topic === 'record' || index % 3 === 0,
          });
    }
    await house.db
      .insertInto('team_managers')
      .values([
        { tenant: 'T1', team: 'Ward 5', person: manager, source: 'directory' },
        { tenant: 'T1', team: 'Ward 5', person: manager, source: 'admin' },
      ])
      .execute();
  });
  afterAll(() => house.close());
  beforeEach(() => {
    house.sent.splice(0);
  });
  const run = async () => {
    for (let job = house.reports.shift(); job; job = house.reports.shift()) await tellManager(desk, job, false);
  };

  test('waits for the month to be published, and for working hours; then each manager is told once', async () => {
    house.clock = MONDAY;
    expect(await sendReports(desk, 'T1')).toBe(false);
    await publishPast(house.db, 'T1', MONDAY);
    house.clock = new Date('2026-11-02T05:00:00Z');
    expect(await sendReports(desk, 'T1')).toBe(false);
    house.clock = MONDAY;
    const turns = await Promise.all([sendReports(desk, 'T1'), sendReports(desk, 'T1')]);
    expect(turns.filter(Boolean)).toHaveLength(1);
    expect(house.reports).toHaveLength(1);
    const [job] = house.reports;
    if (!job) throw new Error('no job');
    await run();
    await tellManager(desk, job, false);
    expect(house.sent).toHaveLength(1);
    const { notice, to } = house.sent[0] as { notice: PrivateNotice; to: { channel: string } };
    expect(to.channel).toBe('');
    expect(notice).toMatchObject({ kind: 'report', heading: 'Your teams in October' });
    expect(notice.paragraphs).toEqual([
      '65% of answers to new questions were right. In the whole organisation it was 65%.',
      'About 15 of 15 people answered a question last month.',
      'About 0 of 15 people had a quiet word last month.',
      'A reminder would help most on this: Photos. Could you talk about it at a handover?',
    ]);
    expect(notice.link).toEqual({ label: 'See your teams', url: 'https://quietword.example.nhs.uk/teams' });
    expect(await sendReports(desk, 'T1')).toBe(false);
  });

  test('where the platform’s answer is lost, it is left at that; on leave, it waits', async () => {
    const key = { tenant: 'T1', person: manager, month: '2026-10' };
    const set = (change: object) => house.db.updateTable('manager_reports').set(change).execute();
    await set({ delivery: 'handed', attempts: 1 });
    await tellManager(desk, { ...key, attempt: 0 }, false);
    const state = async () =>
      (await house.db.selectFrom('manager_reports').select('delivery').executeTakeFirstOrThrow()).delivery;
    expect(await state()).toBe('uncertain');
    await set({ delivery: 'waiting', attempts: 0 });
    await house.db
      .updateTable('people')
      .set({ away_until: new Date('2026-11-09T00:00:00Z') })
      .where('id', '=', manager)
      .execute();
    await tellManager(desk, { ...key, attempt: 0 }, false);
    expect(house.sent).toEqual([]);
    // Until seven in the morning after.
    expect(house.reports[0]?.dueAt).toEqual(new Date('2026-11-09T07:00:00Z'));
    house.clock = new Date('2026-11-09T07:00:00Z');
    await run();
    expect(house.sent).toHaveLength(1);
  });

  test('nobody is told of a month that is long past, and who has left is not told', async () => {
    await house.db.deleteFrom('housekeeping').where('job', '=', 'reports').execute();
    house.clock = new Date('2026-11-20T10:00:00Z');
    expect(await sendReports(desk, 'T1')).toBe(false);
    await house.db.updateTable('people').set({ left_on: '2026-11-01' }).where('id', '=', manager).execute();
    await house.db.deleteFrom('manager_reports').execute();
    house.clock = MONDAY;
    expect(await sendReports(desk, 'T1')).toBe(true);
    expect(house.reports).toEqual([]);
  });

  describe('what is said', () => {
    const none = figuresOf([[]], { team: null, topic: null });
    const words = () => house.engine().policy.wording;
    const told = { id: 'i', month: '2026-10', all: none, topic: null, url: 'https://x' } as const;
    test('is nothing where nothing may be shown', () => {
      expect(sayReport({ ...told, language: 'en', own: none }, words().en)).toBeNull();
    });
    test('is in Welsh for who reads Welsh, and says what can’t be shown', () => {
      const own = { ...none, coverage: { active: 10, answered: 5, share: null } };
      const notice = sayReport({ ...told, language: 'cy', own }, words().cy);
      expect(notice?.heading).toBe('Eich timau ym mis Hydref');
      expect(notice?.paragraphs[1]).toContain('5 o 10');
      expect(notice?.paragraphs).toContain(words().cy.monthly.knownNotShown);
      expect(notice?.paragraphs).toContain(words().cy.monthly.well);
    });
  });
});
