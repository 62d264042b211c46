import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figuresFor } from '../../src/dashboard/pages/awareness/figures.ts';
import { ownAwareness } from '../../src/scores/awareness.ts';
import { practiceOf, sumOf } from '../../src/scores/practice.ts';
import type { Db } from '../../src/store/database.ts';
import { happenedIn } from '../../src/store/practice.ts';
import { findPublished, findPublishedMonths, keepPublished } from '../../src/store/published.ts';
import { findOrganisations, ownAnswers, peopleIn } from '../../src/store/scores.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { addLearner, addMark } from './learners.ts';
import { addClear, addIncident } from './rows.ts';

const WARD = { tenant: 'T1', platform: 'slack' } as const;
const OCTOBER = { from: new Date('2026-09-30T23:00:00Z'), to: new Date('2026-11-01T00:00:00Z') };
const NOW = new Date('2026-11-26T12:00:00Z');
const IN_OCTOBER = new Date('2026-10-14T12:00:00Z');

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
  });
  afterAll(() => database.drop());

  describe('who counts in a month, and with what', () => {
    beforeAll(async () => {
      const answered = await addLearner(db, { team: 'ward 5' });
      // On the last day of October by the clocks in London, which is over when November starts there.
      await addMark(db, answered, { at: new Date('2026-10-31T23:59:00Z'), correct: true });
      await addMark(db, answered, { at: new Date('2026-11-01T00:00:00Z'), correct: true });
      await addMark(db, answered, { at: new Date('2026-09-30T23:00:00Z'), correct: false });
      await addMark(db, answered, { at: new Date('2026-09-30T22:59:00Z'), correct: false });
      await addMark(db, answered, { at: IN_OCTOBER, correct: true, topic: 'record' });
      await addMark(db, answered, { at: IN_OCTOBER, correct: true, seenBefore: true });
      await addMark(db, answered, { at: IN_OCTOBER, correct: true, topic: 'name', ofNotice: true });
      const left = await addLearner(db, { lastSeen: new Date('2026-09-20T09:00:00Z') });
      await addMark(db, left, { at: IN_OCTOBER, correct: false });
      await addLearner(db, { lastSeen: new Date('2026-09-20T09:00:00Z') });
      await addLearner(db, { lastSeen: null });
      await addLearner(db, { firstSeen: new Date('2026-11-02T09:00:00Z') });
      await addLearner(db);
      await addLearner(db, { tenant: 'T2' });
      await addLearner(db, { tenant: 'T3', lastSeen: null });
      await addLearner(db, { tenant: 'T1', platform: 'simulator' });
    });

    test('answers of the month in London, of the bank, in variants not seen before', async () => {
      const people = await peopleIn(db, WARD, OCTOBER);
      expect(people).toHaveLength(3);
      expect(people).toEqual(
        expect.arrayContaining([
          {
            team: 'ward 5',
            active: true,
            topics: new Map([
              ['photos', { answered: 2, right: 1 }],
              ['record', { answered: 1, right: 1 }],
            ]),
            flagged: new Map(),
          },
          { team: null, active: false, topics: new Map([['photos', { answered: 1, right: 0 }]]), flagged: new Map() },
          { team: null, active: true, topics: new Map(), flagged: new Map() },
        ]),
      );
    });

    test('where anybody was seen', async () => {
      expect(await findOrganisations(db, { platforms: ['slack'], tenants: null })).toEqual([
        { tenant: 'T1', platform: 'slack' },
        { tenant: 'T2', platform: 'slack' },
      ]);
      expect(await findOrganisations(db, { platforms: [], tenants: null })).toEqual([]);
    });

    test('a person’s own answers, and of no other person', async () => {
      const { platform_user: user } = await db
        .selectFrom('people')
        .select('platform_user')
        .where('team', '=', 'ward 5')
        .executeTakeFirstOrThrow();
      const own = await ownAnswers(db, { ...WARD, user }, OCTOBER.from);
      expect(ownAwareness(own)).toMatchObject({ answered: 4, right: 3 });
      expect(await ownAnswers(db, { ...WARD, user: 'nobody' }, OCTOBER.from)).toEqual([]);
    });
  });

  test('what was flagged counts by its first kind, once; not where a rule is only tried or its poster disputes it, and a guest is nobody', async () => {
    const place = { tenant: 'T6', platform: 'slack' } as const;
    const user = async (guest = false) => {
      const id = await addLearner(db, { tenant: 'T6', team: 'ward 6' });
      await db.updateTable('people').set({ guest }).where('id', '=', id).execute();
      return (await db.selectFrom('people').select('platform_user').where('id', '=', id).executeTakeFirstOrThrow())
        .platform_user;
    };
    const [flagged, tried, guest] = [await user(), await user(), await user(true)];
    const add = (change: Partial<Parameters<typeof addIncident>[1]> = {}) =>
      addIncident(db, { ...place, at: IN_OCTOBER, user: flagged, ...change });
    const first = await add({ categories: ['image', 'name'], resolution: 'edited' });
    await add({ categories: ['image'], answer: 'needed' });
    await add({ repeatOf: first });
    await add({ at: OCTOBER.to });
    await add({ user: tried, mode: 'watch' });
    await add({ user: tried, answer: 'not-patient' });
    await add({ user: guest });
    const nobody = { team: 'ward 6', active: true, topics: new Map(), flagged: new Map() };
    const people = await peopleIn(db, place, OCTOBER);
    expect(people).toHaveLength(2);
    expect(people).toEqual(
      expect.arrayContaining([nobody, { ...nobody, flagged: new Map([['image', { answered: 2, right: 1 }]]) }]),
    );
  });

  test('what was published once stays, whoever is first', async () => {
    const one = { measure: 'coverage', team: null, topic: null, part: 10, whole: 20 } as const;
    const happened = sumOf([]);
    const kept = await Promise.all([1, 2].map(() => keepPublished(db, WARD, '2026-01', { figures: [one], happened })));
    expect(kept.filter(Boolean)).toHaveLength(1);
    expect(await keepPublished(db, WARD, '2026-01', { figures: [], happened })).toBe(false);
    expect(await findPublished(db, WARD, ['2026-01', '2026-02'])).toEqual(
      new Map([
        ['2026-01', [one]],
        ['2026-02', []],
      ]),
    );
    expect(await findPublishedMonths(db, WARD, ['2026-01', '2026-02'])).toEqual(new Map([['2026-01', happened]]));
  });

  test('a month’s figures stay when somebody moves, leaves, or is looked at by two processes at once', async () => {
    const place = { tenant: 'T9', platform: 'slack' } as const;
    const people: string[] = [];
    for (let count = 0; count < 30; count += 1) {
      const person = await addLearner(db, { tenant: 'T9', team: count < 15 ? 'red' : 'blue' });
      people.push(person);
      await addMark(db, person, { at: IN_OCTOBER, correct: count % 3 > 0, tenant: 'T9' });
      await addMark(db, person, { at: IN_OCTOBER, correct: true, topic: 'record', tenant: 'T9' });
    }
    const [one, other] = await Promise.all([figuresFor(db, place, null, NOW), figuresFor(db, place, null, NOW)]);
    expect(one).toEqual(other);
    expect(one?.published[2]).toEqual(
      expect.arrayContaining([
        { measure: 'awareness', team: null, topic: null, part: 50, whole: 60 },
        { measure: 'awareness', team: 'red', topic: null, part: 25, whole: 30 },
        { measure: 'coverage', team: null, topic: null, part: 30, whole: 30 },
      ]),
    );
    await db
      .updateTable('people')
      .set({ team: 'blue' })
      .where('id', '=', people[0] ?? '')
      .execute();
    await db
      .deleteFrom('quiz_answers')
      .where('person', '=', people[1] ?? '')
      .execute();
    expect(await figuresFor(db, place, null, NOW)).toEqual(one);
  });

  test('practice: messages, incidents, what was put right and how soon, near misses', async () => {
    const at = (minutes: number) => new Date(IN_OCTOBER.getTime() + minutes * 60_000);
    const place = { tenant: 'simulator', platform: 'simulator' } as const;
    const first = await addIncident(db, { at: at(0), resolution: 'edited' });
    await addIncident(db, { at: at(1), repeatOf: first });
    await addIncident(db, { at: at(2) });
    const late = await addIncident(db, { at: at(3), resolution: 'deleted' });
    await addIncident(db, { at: OCTOBER.to, resolution: 'deleted' });
    await db
      .updateTable('incidents')
      .set({ resolved_at: at(13) })
      .where('id', '=', late)
      .execute();
    const { person } = await db
      .selectFrom('incidents')
      .select('person')
      .where('id', '=', late)
      .executeTakeFirstOrThrow();
    const near = { tenant: 'simulator', person, kind: 'near-miss', at: at(5) } as const;
    await db
      .insertInto('credits')
      .values([
        { ...near, about: crypto.randomUUID() },
        { ...near, about: crypto.randomUUID(), at: OCTOBER.to },
        { ...near, about: first, kind: 'fixed-early' },
      ])
      .execute();
    await addClear(db, '2026-09-30', 1000);
    await addClear(db, '2026-10-01', 5);
    await addClear(db, '2026-10-31', 7);
    await addClear(db, '2026-11-01', 1000);
    const happened = await happenedIn(db, place, OCTOBER);
    expect(happened).toEqual({
      messages: 15,
      incidents: 3,
      posters: 1,
      fixed: 2,
      fixers: 1,
      medianMinutes: 5,
      nearMisses: 1,
      raisers: 1,
    });
    expect(practiceOf(happened)).toEqual({ perThousand: null, fixed: null, medianMinutes: null, nearMisses: 'few' });
    expect(await happenedIn(db, WARD, OCTOBER)).toMatchObject({ messages: 0, incidents: 0, medianMinutes: null });
  });
});
