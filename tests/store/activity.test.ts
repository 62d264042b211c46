import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { type Activity, startActivity } from '../../src/store/activity.ts';
import type { Store } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { posted } from '../messages.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  let activity: Activity;
  beforeAll(async () => {
    database = await make();
    store = await database.open();
    activity = startActivity(store.db, createLog('silent'));
  });
  afterAll(async () => {
    await activity.stop();
    await database.drop();
  });

  const at = (time: string) => new Date(`2026-03-05T${time}Z`);
  const seen = async (author: string) =>
    store.db
      .selectFrom('people')
      .select(['last_seen_at', 'language'])
      .where('platform_user', '=', author)
      .executeTakeFirst();
  const post = (author: string, time: string, change = {}) =>
    activity.seen(posted({ author, postedAt: at(time), ...change }));

  test('is written with the next batch, and nothing before', async () => {
    post('U1', '09:00:00', { language: 'cy' });
    expect(await seen('U1')).toBeUndefined();
    await activity.flush();
    expect(await seen('U1')).toEqual({ last_seen_at: at('09:00:00'), language: 'cy' });
  });
  test('within a minute a person is written once; then with their latest', async () => {
    post('U2', '09:00:00');
    post('U2', '09:00:30');
    await activity.flush();
    expect((await seen('U2'))?.last_seen_at).toEqual(at('09:00:00'));
    post('U2', '09:01:00');
    await activity.flush();
    expect((await seen('U2'))?.last_seen_at).toEqual(at('09:01:00'));
  });
  test('what comes late sets nobody back, and takes nobody’s language', async () => {
    const other = startActivity(store.db, createLog('silent'));
    other.seen(posted({ author: 'U1', postedAt: at('08:00:00'), language: 'en' }));
    await other.stop();
    expect(await seen('U1')).toEqual({ last_seen_at: at('09:00:00'), language: 'cy' });
  });
  test('two processes that write the same people at once both get through', async () => {
    const others = [1, 2, 3].map(() => startActivity(store.db, createLog('silent')));
    for (const [turn, other] of others.entries())
      for (let n = 0; n < 200; n++) {
        const author = `V${turn % 2 === 0 ? n : 199 - n}`;
        other.seen(posted({ author, postedAt: at(`10:0${turn}:00`) }));
      }
    await Promise.all(others.map((other) => other.stop()));
    expect((await seen('V7'))?.last_seen_at).toEqual(at('10:02:00'));
    expect((await seen('V199'))?.last_seen_at).toEqual(at('10:02:00'));
  });
});
