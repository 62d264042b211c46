import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createChannelLife } from '../../../src/adapters/slack/channel-life.ts';
import type { Connected } from '../../../src/adapters/slack/workspaces.ts';
import { createLog } from '../../../src/log.ts';
import { openSlackChannelChanges } from '../../../src/store/slack-channel-changes.ts';
import { onEachDatabase, type TestDatabase } from '../../databases.ts';

// Of several processes one is told that a channel changed.

onEachDatabase((make) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await make();
  });
  afterAll(() => database.drop());

  const log = createLog('silent');
  const start = async (tenants: readonly string[]) => {
    const forgotten: string[] = [];
    const heres = new Map(
      tenants.map((tenant) => {
        const forgetChannel = (id: string) => void forgotten.push(`${tenant} ${id}`);
        return [tenant, { tenant, botUserId: 'U01BOT', forgetChannel } as unknown as Connected];
      }),
    );
    const life = createChannelLife({
      store: openSlackChannelChanges((await database.open()).db),
      workspaces: { of: async ([tenant]) => heres.get(tenant ?? '') },
      guestsAmong: async () => 0,
      log,
    });
    return { life, forgotten, here: (tenant: string) => heres.get(tenant) as Connected };
  };

  test('one is told that a channel changed, and each forgets it, once for each change', async () => {
    const [told, other] = [await start(['T1', 'T2']), await start(['T1', 'T2'])];
    await told.life.changed(told.here('T1'), 'C1');
    expect(told.forgotten).toEqual(['T1 C1']);
    await other.life.look();
    await other.life.look();
    expect(other.forgotten).toEqual(['T1 C1']);
    await told.life.changed(told.here('T2'), 'C2');
    await told.life.changed(told.here('T1'), 'C1');
    await other.life.look();
    expect(other.forgotten.toSorted()).toEqual(['T1 C1', 'T1 C1', 'T2 C2']);
  });

  test('where the others can’t be told, the one that was forgets it all the same', async () => {
    const forgetChannel = vi.fn();
    const life = createChannelLife({
      store: { note: () => Promise.reject(new Error('down')), recent: async () => [] },
      workspaces: { of: async () => undefined },
      guestsAmong: async () => 0,
      log,
    });
    await life.changed({ tenant: 'T1', forgetChannel } as unknown as Connected, 'C1');
    expect(forgetChannel).toHaveBeenCalledWith('C1');
  });
});
