import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { openSlackReading, type SlackReading } from '../../src/store/slack-reading.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  let reading: SlackReading;
  beforeAll(async () => {
    database = await make();
    store = await database.open();
    reading = openSlackReading(store.db);
  });
  afterAll(() => database.drop());

  const at = (minute: number) => new Date(Date.UTC(2026, 2, 5, 9, minute));
  const gapOf = async (tenant: string) => {
    const gap = await reading.take(tenant, 60);
    await reading.giveBack(tenant);
    return gap;
  };

  test('who begins to listen soon has missed nothing; later, all since the last event', async () => {
    await reading.begin('T0', at(0));
    expect(await gapOf('T0')).toBeNull();
    await reading.seen('T1', at(5));
    await reading.seen('T1', at(3));
    await reading.begin('T1', at(5));
    expect(await gapOf('T1')).toBeNull();
    await reading.begin('T1', at(20));
    expect(await gapOf('T1')).toEqual({ from: at(5), gaps: 1 });
  });

  test('the earliest gap stays, from the last event on, and what is seen later does not close it', async () => {
    await reading.gap('T2', at(9));
    expect(await gapOf('T2')).toEqual({ from: at(9), gaps: 1 });
    await reading.seen('T2', at(4));
    await reading.gap('T2', at(12));
    await reading.seen('T2', at(30));
    expect(await gapOf('T2')).toEqual({ from: at(4), gaps: 2 });
  });

  test('it is closed once it was read, but not where another was found meanwhile', async () => {
    await reading.gap('T3', at(0));
    const gap = await gapOf('T3');
    await reading.gap('T3', at(1));
    await reading.recovered('T3', gap?.gaps ?? 0, at(2));
    expect(await gapOf('T3')).toEqual({ from: at(0), gaps: 2 });
    await reading.recovered('T3', 2, at(2));
    expect(await gapOf('T3')).toBeNull();
    await reading.begin('T3', at(30));
    await reading.begin('T3', at(30));
    expect(await gapOf('T3')).toEqual({ from: at(2), gaps: 3 });
  });

  test('one process reads, until it gives back or its time is up; each workspace has its own', async () => {
    await reading.gap('T4', at(0));
    await reading.gap('T5', at(1));
    const taken = await Promise.all(Array.from({ length: 5 }, () => reading.take('T4', 60)));
    expect(taken.filter((one) => one !== null)).toHaveLength(1);
    expect(await reading.take('T5', 0.05)).toEqual({ from: at(1), gaps: 1 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await reading.take('T5', 0.05)).not.toBeNull();
    await reading.hold('T5', 60);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await reading.take('T5', 60)).toBeNull();
  });

  test('what was too old to be read is remembered', async () => {
    expect(await reading.lastUnread('T6')).toBeNull();
    await reading.gap('T6', at(0));
    await reading.unread('T6', { from: at(0), to: at(9) });
    expect(await reading.lastUnread('T6')).toEqual({ from: at(0), to: at(9) });
  });
});
