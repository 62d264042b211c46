import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readDirectory } from '../../src/directory/read.ts';
import { createStaff } from '../../src/directory/staff.ts';
import type { Db } from '../../src/store/database.ts';
import { directoryStates } from '../../src/store/directories.ts';
import { personOf } from '../../src/store/people.ts';
import { importStaff, type StaffGiven } from '../../src/store/staff-import.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { group, named, peopleOf, roomOf, TENANT, testDirectory } from './staff.ts';

const MONDAY = new Date('2026-03-02T09:00:00Z');
const TUESDAY = new Date('2026-03-03T09:00:00Z');
const LATER_ON_MONDAY = new Date('2026-03-02T09:11:00Z');

onEachDatabase((make, kind) => {
  let database: TestDatabase;
  let db: Db;
  const clock = { now: MONDAY };
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    clock.now = MONDAY;
    await sql`truncate people, staff_groups, directories cascade`.execute(db);
  });
  const room = (prefix = '') => roomOf(db, clock, { teamPrefix: prefix });
  const managers = async () => {
    const rows = await db
      .selectFrom('team_managers as t')
      .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 't.tenant').onRef('p.id', '=', 't.person'))
      .select(['t.team', 'p.platform_user as user', 't.source'])
      .orderBy('t.team')
      .orderBy('p.platform_user')
      .execute();
    return rows.map(({ team, user, source }) => `${team}: ${user} (${source})`);
  };

  describe('everyone', () => {
    test('with what the directory says of them', async () => {
      const awayUntil = new Date('2026-03-09T17:00:00Z');
      await readDirectory(
        room(),
        testDirectory([
          named('U1', {
            name: 'Sarah Jones',
            email: 'sarah.jones@example.nhs.uk',
            jobTitle: 'staff nurse',
            department: 'Ward 7',
            manager: 'U2',
            language: 'cy',
            timeZone: 'Europe/London',
            awayUntil,
            joinedOn: '2019-09-02',
          }),
          named('U2', { department: 'Ward 7' }),
          named('U3', { guest: true, department: 'Elsewhere' }),
          named('U4', { active: false }),
        ]),
      );
      const people = await peopleOf(db);
      // An account that was closed before anybody knew of it is not put down.
      expect([...people.keys()]).toEqual(['U1', 'U2', 'U3']);
      expect(people.get('U1')).toMatchObject({
        name: 'Sarah Jones',
        email: 'sarah.jones@example.nhs.uk',
        job_title: 'staff nurse',
        team: 'Ward 7',
        manager: people.get('U2')?.id,
        language: 'cy',
        time_zone: 'Europe/London',
        away_until: awayUntil,
        joined_on: '2019-09-02',
        left_on: null,
        directory_at: MONDAY,
        last_seen_at: null,
      });
      expect(people.get('U3')).toMatchObject({ guest: true, team: null });
      expect(await managers()).toEqual(['Ward 7: U2 (directory)']);
    });

    test('who is known by what they posted stays the same person, and keeps the language that they chose', async () => {
      const id = await db
        .transaction()
        .execute((trx) => personOf(trx, { tenant: TENANT, platform: 'slack', user: 'U1' }, 'cy'));
      await readDirectory(room(), testDirectory([named('U1', { name: 'Sarah Jones', language: 'en' })]));
      expect((await peopleOf(db)).get('U1')).toMatchObject({ id, name: 'Sarah Jones', language: 'cy' });
    });

    // The embedded database is for a trial, and takes its time.
    const many = kind === 'pglite' ? 2_000 : 20_000;
    test(`${many} people, by pages`, async () => {
      const all = Array.from({ length: many }, (_, at) =>
        named(`U${at}`, { department: `Ward ${at % 400}`, manager: `U${at % 400}` }),
      );
      const directory = testDirectory(all);
      await readDirectory(room(), directory);
      expect((await peopleOf(db)).size).toBe(many);
      expect(await managers()).toHaveLength(400);
      // And again, the next night.
      clock.now = TUESDAY;
      await readDirectory(room(), directory);
      expect(directory.reads).toBe(2);
      expect((await peopleOf(db)).get(`U${many - 1}`)).toMatchObject({ left_on: null, directory_at: TUESDAY });
    });
  });

  describe('who is in which team', () => {
    const all = [
      named('U1'),
      named('U2', { department: 'Pharmacy' }),
      named('U3', { guest: true }),
      group('S1', 'Ward 7', ['U1', 'U2', 'U3', 'U9']),
      group('S2', 'All staff', ['U1', 'U2', 'U3']),
    ];
    const teams = async () => [...(await peopleOf(db)).values()].map(({ team }) => team);

    test('by their department, else by the first of their groups that begins as the setting says', async () => {
      await readDirectory(room(), testDirectory(all));
      expect(await teams()).toEqual(['All staff', 'Pharmacy', null]);
      clock.now = TUESDAY;
      await readDirectory(room('Ward'), testDirectory(all));
      expect(await teams()).toEqual(['Ward 7', 'Pharmacy', null]);
    });

    test('a group that is gone, or that they left, counts no more', async () => {
      await readDirectory(room(), testDirectory(all));
      clock.now = TUESDAY;
      await readDirectory(room(), testDirectory([named('U1'), named('U2'), group('S1', 'Ward 7', ['U2'])]));
      expect(await teams()).toEqual([null, 'Ward 7', null]);
    });

    test('what an admin gave stays', async () => {
      await readDirectory(room(), testDirectory([named('U1', { name: 'As in the directory', department: 'Ward 7' })]));
      const key = { tenant: TENANT, platform: 'slack', user: 'U1' } as const;
      const list = (fields: StaffGiven['fields']) =>
        db.transaction().execute((trx) => importStaff(trx, [{ ...key, fields }], new Date(clock.now.getTime() + 1)));
      await list({ team: 'Theatres', name: 'As the admin says', left_on: '2026-01-31' });
      const namesAt = await db.selectFrom('directories').select('names_at').executeTakeFirstOrThrow();
      expect(namesAt.names_at.getTime()).toBeGreaterThan(MONDAY.getTime());
      clock.now = TUESDAY;
      const next = [named('U1', { name: 'As in the directory', department: 'Ward 7', jobTitle: 'porter' })];
      await readDirectory(room(), testDirectory(next));
      expect((await peopleOf(db)).get('U1')).toMatchObject({
        team: 'Theatres',
        name: 'As the admin says',
        left_on: '2026-01-31',
        job_title: 'porter',
      });
      // What the list takes away again is the directory's.
      await list({ team: null });
      clock.now = new Date('2026-03-04T09:00:00Z');
      await readDirectory(room(), testDirectory(next));
      expect((await peopleOf(db)).get('U1')).toMatchObject({ team: 'Ward 7', name: 'As the admin says' });
    });

    test('a manager of a team is no longer one when nobody in it reports to them; one whom an admin made stays', async () => {
      await readDirectory(
        room(),
        testDirectory([named('U1', { department: 'Ward 7', manager: 'U2' }), named('U2'), named('U3')]),
      );
      const admin = (await peopleOf(db)).get('U2')?.id ?? '';
      await db
        .insertInto('team_managers')
        .values({ tenant: TENANT, team: 'Ward 7', person: admin, source: 'admin' })
        .execute();
      clock.now = TUESDAY;
      await readDirectory(
        room(),
        testDirectory([named('U1', { department: 'Ward 7', manager: 'U3' }), named('U2'), named('U3')]),
      );
      expect(await managers()).toEqual(['Ward 7: U2 (admin)', 'Ward 7: U3 (directory)']);
    });
  });

  describe('who has left', () => {
    test('is no longer named, or has a closed account; nobody is removed, and whoever comes back is back', async () => {
      await readDirectory(room(), testDirectory([named('U1'), named('U2'), named('U3')]));
      clock.now = TUESDAY;
      await readDirectory(room(), testDirectory([named('U1'), named('U2', { active: false })]));
      let people = await peopleOf(db);
      expect([...people.values()].map(({ left_on }) => left_on)).toEqual([null, '2026-03-03', '2026-03-03']);
      const pseudonym = people.get('U3')?.id;

      clock.now = new Date('2026-03-04T09:00:00Z');
      await readDirectory(room(), testDirectory([named('U1'), named('U2', { active: false }), named('U3')]));
      people = await peopleOf(db);
      expect([...people.values()].map(({ left_on }) => left_on)).toEqual([null, '2026-03-03', null]);
      expect(people.get('U3')?.id).toBe(pseudonym);
    });

    test('nobody, where the directory names nobody at all', async () => {
      await readDirectory(room(), testDirectory([named('U1')]));
      clock.now = TUESDAY;
      await readDirectory(room(), testDirectory([]));
      expect((await peopleOf(db)).get('U1')?.left_on).toBe(null);
      expect(await directoryStates(db, ['slack'], TUESDAY)).toEqual([
        {
          tenant: TENANT,
          platform: 'slack',
          readAt: MONDAY,
          askedAt: MONDAY,
          failedAt: TUESDAY,
          problem: 'EmptyDirectory',
          people: 1,
        },
      ]);
    });

    test('nobody, where it was not read to its end; and it is not tried again at once', async () => {
      const directory = testDirectory([named('U1'), named('U2')]);
      await readDirectory(room(), directory);
      clock.now = TUESDAY;
      directory.fault = { after: 1, error: new TypeError('down') };
      await readDirectory(room(), directory);
      expect((await peopleOf(db)).get('U2')?.left_on).toBe(null);
      await readDirectory(room(), directory);
      expect(directory.reads).toBe(2);

      directory.fault = undefined;
      clock.now = new Date(TUESDAY.getTime() + 15 * 60_000);
      await readDirectory(room(), directory);
      expect(directory.reads).toBe(3);
      expect(await db.selectFrom('directories').selectAll().executeTakeFirstOrThrow()).toMatchObject({
        problem: null,
        failed_at: null,
      });
    });

    test('not whom no directory ever named, and nobody of another organisation', async () => {
      for (const tenant of [TENANT, 'T02OTHER'])
        await db.transaction().execute((trx) => personOf(trx, { tenant, platform: 'slack', user: 'U8' }));
      await readDirectory(room(), testDirectory([named('U1')]));
      await readDirectory(room(), { ...testDirectory([named('U8')]), tenant: 'T02OTHER' });
      clock.now = TUESDAY;
      await readDirectory(room(), testDirectory([named('U1')]));
      const left = await db.selectFrom('people').select('platform_user').where('left_on', 'is not', null).execute();
      expect(left).toEqual([]);
    });
  });

  test('whom it names only once it has been read is new here from that day', async () => {
    await readDirectory(room(), testDirectory([named('U1')]));
    clock.now = TUESDAY;
    await readDirectory(room(), testDirectory([named('U1'), named('U2')]));
    const people = await peopleOf(db);
    expect([people.get('U1')?.joined_on, people.get('U2')?.joined_on]).toEqual([null, '2026-03-03']);
  });

  describe('what changed', () => {
    test('is asked for in between, and everyone is read anew where that is too long ago', async () => {
      const directory = testDirectory([named('U1', { department: 'Ward 7' }), named('U2')], { tells: false });
      await readDirectory(room(), directory);
      directory.news = [
        named('U2', { department: 'Ward 7', manager: 'U1' }),
        { type: 'left', user: 'U1' },
        named('U3'),
      ];
      await readDirectory(room(), directory);
      expect([directory.reads, directory.asked]).toEqual([1, 0]);

      clock.now = LATER_ON_MONDAY;
      await readDirectory(room(), directory);
      expect([directory.reads, directory.asked]).toEqual([1, 1]);
      const people = await peopleOf(db);
      expect(people.get('U1')?.left_on).toBe('2026-03-02');
      expect(people.get('U2')).toMatchObject({ team: 'Ward 7', left_on: null });
      expect(people.get('U3')).toMatchObject({ joined_on: '2026-03-02' });
      expect(await managers()).toEqual([]);

      directory.news = null;
      clock.now = new Date(LATER_ON_MONDAY.getTime() + 10 * 60_000);
      await readDirectory(room(), directory);
      expect([directory.reads, directory.asked]).toEqual([2, 2]);
      expect((await peopleOf(db)).get('U3')?.left_on).toBe('2026-03-02');
    });

    test('is put down at once where the platform tells of it, groups too', async () => {
      const onStaff = createStaff({ db, now: () => clock.now }, '');
      const tell = (...changes: Parameters<typeof onStaff>[0]['changes']) =>
        onStaff({ platform: 'slack', tenant: TENANT, changes });
      await readDirectory(room(), testDirectory([named('U1'), group('S1', 'Ward 7', ['U1'])]));
      const before = (await peopleOf(db)).get('U1');
      clock.now = LATER_ON_MONDAY;
      // The same again is no change.
      await tell(named('U1'));
      expect((await peopleOf(db)).get('U1')).toEqual(before);
      await tell(named('U2'));
      await tell({ type: 'group', id: 'S1', name: null, whole: false, joined: ['U2'], gone: ['U1'] });
      let people = await peopleOf(db);
      expect([people.get('U1')?.team, people.get('U2')?.team]).toEqual([null, 'Ward 7']);
      await tell({ type: 'group', id: 'S9', name: null, whole: false, joined: ['U1'], gone: [] });
      await tell({ type: 'group-gone', id: 'S1' });
      await tell(named('U2', { active: false }));
      people = await peopleOf(db);
      expect([people.get('U1')?.team, people.get('U2')?.team]).toEqual([null, null]);
      expect(people.get('U2')?.left_on).toBe('2026-03-02');
    });
  });

  describe('several processes', () => {
    test('read it once', async () => {
      const directory = testDirectory([named('U1'), named('U2')]);
      await Promise.all([1, 2, 3].map(() => readDirectory(room(), directory)));
      expect(directory.reads).toBe(1);
    });

    test('one that was killed in the middle is followed by another, which begins anew', async () => {
      const directory = testDirectory(Array.from({ length: 700 }, (_, at) => named(`U${at}`)));
      // It never gets on: as good as dead.
      let reached = () => {};
      const inTheMiddle = new Promise<void>((resolve) => {
        reached = resolve;
      });
      directory.pace = async (count) => {
        if (count < 400) return;
        reached();
        await new Promise(() => {});
      };
      void readDirectory(room(), directory);
      await inTheMiddle;
      expect((await peopleOf(db)).size).toBe(250);

      directory.pace = async () => {};
      await readDirectory(room(), directory);
      expect(directory.reads).toBe(1);
      await db
        .updateTable('directories')
        .set({ held_until: new Date(Date.now() - 1000) })
        .execute();
      await readDirectory(room(), directory);
      expect(directory.reads).toBe(2);
      expect((await peopleOf(db)).size).toBe(700);
    });

    test('one that stops leaves it to the next', async () => {
      const directory = testDirectory([named('U1')]);
      await readDirectory({ ...room(), stopped: () => true }, directory);
      expect((await peopleOf(db)).size).toBe(0);
      await readDirectory(room(), directory);
      expect((await peopleOf(db)).size).toBe(1);
    });
  });
});
