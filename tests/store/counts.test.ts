import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { londonDay, startCounts } from '../../src/store/counts.ts';
import type { Store } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { posted } from '../messages.ts';
import { soon } from '../soon.ts';

const log = createLog('silent');
const channel = (id: string) => ({ id, name: null, audience: 'organisation' as const, readers: 10, guests: null });

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await make();
    store = await database.open();
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(() => database.drop());

  const clearIn = async (id: string) =>
    (await store.db.selectFrom('daily_counts').select(['day', 'clear']).where('channel', '=', id).execute())[0];
  const DAY = '2026-03-05';

  test('a message costs no write: it is counted with the next batch, and once, however often it comes', async () => {
    const counts = startCounts(store.db, log);
    for (const id of ['1', '2', '2']) counts.addClear(posted({ channel: channel('C1'), id }));
    expect(await clearIn('C1')).toBeUndefined();
    await counts.flush();
    counts.addClear(posted({ channel: channel('C1'), id: '1' }));
    await counts.stop();
    expect(await clearIn('C1')).toEqual({ day: DAY, clear: 2 });
  });

  test('a batch is written every five seconds, and what is left when the program stops', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const counts = startCounts(store.db, log);
    counts.addClear(posted({ channel: channel('C2'), id: '1' }));
    vi.advanceTimersByTime(5_000);
    vi.useRealTimers();
    await soon(async () => expect(await clearIn('C2')).toEqual({ day: DAY, clear: 1 }));
    counts.addClear(posted({ channel: channel('C2'), id: '2' }));
    await counts.stop();
    expect(await clearIn('C2')).toEqual({ day: DAY, clear: 2 });
  });

  test('processes that count the same channels at once add up', async () => {
    const processes = [1, 2, 3].map(() => startCounts(store.db, log));
    for (const [turn, counts] of processes.entries())
      for (let n = 0; n < 200; n++) {
        const id = `D${turn % 2 === 0 ? n : 199 - n}`;
        counts.addClear(posted({ channel: channel(id), id: `${turn} ${n}` }));
      }
    await Promise.all(processes.map((counts) => counts.stop()));
    const sums = await store.db
      .selectFrom('daily_counts')
      .select('clear')
      .where('channel', 'like', 'D%')
      .groupBy('clear')
      .select(({ fn }) => fn.countAll<number>().as('channels'))
      .execute();
    expect(sums).toEqual([{ clear: 3, channels: 200 }]);
  });

  test('while the database is away counting goes on, and it is written once it is back', async () => {
    const counts = startCounts(store.db, log);
    counts.addClear(posted({ channel: channel('C3'), id: '1' }));
    await sql`alter table daily_counts rename to away`.execute(store.db);
    await counts.flush();
    counts.addClear(posted({ channel: channel('C3'), id: '2' }));
    await counts.flush();
    await sql`alter table away rename to daily_counts`.execute(store.db);
    await counts.stop();
    expect(await clearIn('C3')).toEqual({ day: DAY, clear: 2 });
  });
});

test.each([
  ['2026-07-01T22:59:59Z', '2026-07-01'],
  ['2026-07-01T23:00:00Z', '2026-07-02'],
  ['2026-07-01T22:30:00Z', '2026-07-01'],
  ['2026-12-01T23:30:00Z', '2026-12-01'],
  ['2026-12-02T00:00:00Z', '2026-12-02'],
])('%s is of %s in London', (at, day) => {
  expect(londonDay(new Date(at))).toBe(day);
});
