import { afterAll, beforeAll, expect, test } from 'vitest';
import { startColleagues } from '../../src/directory/colleagues.ts';
import { readDirectory } from '../../src/directory/read.ts';
import { createStaff } from '../../src/directory/staff.ts';
import { createLog } from '../../src/log.ts';
import { staffNames } from '../../src/store/colleagues.ts';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { named, roomOf, TENANT, testDirectory } from './staff.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  const clock = { now: new Date('2026-03-02T09:00:00Z') };
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
  });
  afterAll(() => database.drop());

  test('names of those who work there now, of each organisation by itself, as they change', async () => {
    const names = startColleagues(db, createLog('silent'), () => clock.now);
    await names.look();
    expect([...names.of(TENANT)]).toEqual([]);
    const everyone = [
      named('U1', { name: 'Sarah Jones' }),
      named('U2', { name: 'Guest Guestsson', guest: true }),
      named('U3', { name: 'Gone Away' }),
    ];
    await readDirectory(roomOf(db, clock), testDirectory(everyone));
    await readDirectory(roomOf(db, clock), { ...testDirectory([named('U1', { name: 'Lowri Pugh' })]), tenant: 'T2' });
    await names.look();
    expect([...names.of(TENANT)]).toEqual(expect.arrayContaining(['sarah jones', 'gone away']));
    expect(names.of(TENANT).size).toBe(2);
    expect([...names.of('T2')]).toEqual(['lowri pugh']);

    // By its own events, without a restart.
    clock.now = new Date('2026-03-02T09:05:00Z');
    const onStaff = createStaff({ db, now: () => clock.now }, '');
    const changes = [named('U1', { name: 'Sarah Khan' }), named('U3', { name: 'Gone Away', active: false })];
    await onStaff({ platform: 'slack', tenant: TENANT, changes });
    await names.look();
    expect([...names.of(TENANT)]).toEqual(['sarah khan']);
    await names.stop();
  });

  test('are read by pages', async () => {
    const pages = await Array.fromAsync(staffNames(db, TENANT, clock.now, 1));
    expect(pages.flat()).toEqual(['Sarah Khan']);
  });
});
