import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setTeam, teamOf } from '../../src/store/channel-teams.ts';
import type { Store } from '../../src/store/database.ts';
import { incidentOf } from '../../src/store/incident-of.ts';
import { openSubscriptions, type Subscriptions } from '../../src/store/subscriptions.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  let subscriptions: Subscriptions;
  beforeAll(async () => {
    database = await make();
    store = await database.open();
    subscriptions = openSubscriptions(store.db, 'T1');
  });
  afterAll(() => database.drop());

  const at = (minute: number) => new Date(Date.UTC(2026, 2, 5, 9, minute));
  const now = { subscription: 's1', madeFor: 'm', expiresAt: at(59), seenAt: at(0) };
  const state = async (resource: string) => {
    const taken = await subscriptions.take(resource, 'recovery', 60);
    await subscriptions.giveBack(resource, 'recovery');
    return taken;
  };

  describe('work is taken by one', () => {
    test('until it is given back', async () => {
      const taken = await Promise.all(Array.from({ length: 5 }, () => subscriptions.take('/a', 'renewal', 60)));
      expect(taken.filter((one) => one !== null)).toEqual([
        { subscription: null, madeFor: null, expiresAt: null, seenAt: null, gapFrom: null, gaps: 0 },
      ]);
      expect(await subscriptions.take('/a', 'recovery', 60)).not.toBeNull();
      await subscriptions.giveBack('/a', 'renewal');
      expect(await subscriptions.take('/a', 'renewal', 60)).not.toBeNull();
      expect(await subscriptions.take('/a', 'recovery', 60)).toBeNull();
    });

    test('or its time is up: whoever took it may have died', async () => {
      expect(await subscriptions.take('/b', 'renewal', 0.05)).not.toBeNull();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await subscriptions.take('/b', 'renewal', 0.05)).not.toBeNull();
      await subscriptions.hold('/b', 'renewal', 60);
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await subscriptions.take('/b', 'renewal', 60)).toBeNull();
    });

    test('and not by another tenant for it', async () => {
      expect(await openSubscriptions(store.db, 'T2').take('/a', 'renewal', 60)).not.toBeNull();
    });
  });

  test('what was renewed, seen, removed and hastened', async () => {
    await subscriptions.take('/c', 'renewal', 60);
    await subscriptions.renewed('/c', now);
    expect(await state('/c')).toMatchObject({ subscription: 's1', madeFor: 'm', expiresAt: at(59), seenAt: at(0) });
    expect(await subscriptions.resourceOf('s1')).toBe('/c');
    await subscriptions.seen('/c', at(5));
    await subscriptions.seen('/c', at(3));
    expect(await state('/c')).toMatchObject({ seenAt: at(5) });
    await subscriptions.hasten('s1', at(10));
    await subscriptions.hasten('s1', at(20));
    expect(await state('/c')).toMatchObject({ subscription: 's1', expiresAt: at(10) });
    await subscriptions.removed('s1');
    expect(await state('/c')).toMatchObject({ subscription: null, expiresAt: null, seenAt: at(5) });
    expect(await subscriptions.resourceOf('s1')).toBeUndefined();
    await subscriptions.removed('never');
  });

  test('a gap stays until it is read again, and one that comes meanwhile stays, too', async () => {
    await subscriptions.take('/d', 'renewal', 60);
    await subscriptions.gap('/d', at(10));
    await subscriptions.gap('/d', at(20));
    const before = await state('/d');
    expect(before).toMatchObject({ gapFrom: at(10), gaps: 2 });
    await subscriptions.gap('/d', at(30));
    await subscriptions.recovered('/d', before?.gaps ?? 0);
    expect(await state('/d')).toMatchObject({ gapFrom: at(10), gaps: 3 });
    await subscriptions.recovered('/d', 3);
    expect(await state('/d')).toMatchObject({ gapFrom: null, gaps: 3 });
  });

  test('in which team a channel is', async () => {
    const row = { tenant: 'T1', channel: '19:a', team: 'team' };
    await Promise.all([setTeam(store.db, row), setTeam(store.db, row)]);
    expect(await teamOf(store.db, 'T1', '19:a')).toBe('team');
    expect(await teamOf(store.db, 'T1', '19:b')).toBeNull();
    expect(await teamOf(store.db, 'T2', '19:a')).toBeNull();
  });

  test('a message that gave no incident', async () => {
    expect(await incidentOf(store.db, { tenant: 'T1', platform: 'teams', channel: '19:a', message: '1' })).toBeNull();
  });
});
