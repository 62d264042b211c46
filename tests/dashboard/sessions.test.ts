import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { endSession, removeExpiredSessions, renewSession, startSession, useSession } from '../../src/store/sessions.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

const START = new Date('2026-03-05T08:00:00Z');
const after = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
const person = {
  subject: 'S1',
  name: 'Ada Osei',
  claims: { roles: ['guardian' as const], account: null, email: null },
  roles: ['staff' as const, 'guardian' as const],
};

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let last = 0;
  const key = () => {
    last += 1;
    return { tenant: 'https://id.example', tokenHash: new Uint8Array(32).fill(last) };
  };
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
  });
  afterAll(() => database.drop());

  test('lasts an hour unused', async () => {
    const session = key();
    await startSession(db, session, person, START);
    expect(await useSession(db, session, after(59))).toEqual(person);
    expect(await useSession(db, session, after(59 + 61))).toBeUndefined();
  });

  test('lasts twelve hours in all, however busy', async () => {
    const session = key();
    await startSession(db, session, person, START);
    for (let minutes = 50; minutes < 720; minutes += 50)
      expect(await useSession(db, session, after(minutes))).toEqual(person);
    expect(await useSession(db, session, after(720))).toBeUndefined();
  });

  test('is nobody’s after it ended, of another provider, or with another token', async () => {
    const session = key();
    await startSession(db, session, person, START);
    expect(await useSession(db, { ...session, tenant: 'https://other.example' }, after(1))).toBeUndefined();
    expect(await useSession(db, key(), after(1))).toBeUndefined();
    await endSession(db, session);
    expect(await useSession(db, session, after(1))).toBeUndefined();
  });

  test('with another token and other roles it lasts no longer, and the token before is worth nothing', async () => {
    const [session, next] = [key(), key()];
    await startSession(db, session, person, START);
    const roles = ['staff' as const];
    expect(await renewSession(db, { ...session, tenant: 'https://other.example' }, { ...next, roles })).toBe(false);
    expect(await renewSession(db, session, { ...next, roles })).toBe(true);
    expect(await renewSession(db, session, { ...key(), roles }), 'by whoever came second').toBe(false);
    expect(await useSession(db, session, after(1))).toBeUndefined();
    for (let minutes = 50; minutes < 720; minutes += 50)
      expect(await useSession(db, next, after(minutes))).toEqual({ ...person, roles });
    expect(await useSession(db, next, after(720))).toBeUndefined();
  });

  test('expired ones are removed, live ones stay', async () => {
    await removeExpiredSessions(db, 'https://id.example', after(3000));
    const live = key();
    const elsewhere = { ...key(), tenant: 'https://other.example' };
    await startSession(db, key(), person, START);
    await startSession(db, elsewhere, person, START);
    await startSession(db, live, person, after(55));
    await removeExpiredSessions(db, 'https://id.example', after(70));
    const left = await db.selectFrom('sessions').select(['tenant', 'created_at']).orderBy('tenant').execute();
    expect(left).toEqual([
      { tenant: 'https://id.example', created_at: after(55) },
      { tenant: 'https://other.example', created_at: START },
    ]);
    expect(await useSession(db, live, after(71))).toEqual(person);
  });
});
