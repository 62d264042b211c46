import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createChannelLife } from '../../../src/adapters/slack/channel-life.ts';
import type { Connected } from '../../../src/adapters/slack/workspaces.ts';
import { createLog } from '../../../src/log.ts';
import { openSlackChannelChanges } from '../../../src/store/slack-channel-changes.ts';
import { onEachDatabase, type TestDatabase } from '../../databases.ts';
import info from '../../fixtures/slack/conversations-info.json' with { type: 'json' };
import joined from '../../fixtures/slack/member-joined.json' with { type: 'json' };
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

let turn = 0;
let channel: string;
/** A channel of its own for each test, with one message in it. */
beforeEach(async () => {
  turn += 1;
  channel = `C9${turn}`;
  said({ is_private: true, num_members: 9 });
  expect(await post()).toMatchObject({ audience: 'care-team', readers: 9 });
  said({ is_private: false, num_members: 800 });
});

const said = (facts: object) =>
  stage.api.answer('conversations.info', { json: { ...info, channel: { ...info.channel, ...facts } } });
const send = (event: object) => stage.event({ ...envelope, event: { ...envelope.event, channel, ...event } });

async function post() {
  turn += 1;
  const ts = `1726130${String(turn).padStart(3, '0')}.000100`;
  expect(await send({ ts, channel_type: 'group' })).toBe(200);
  const last = stage.taken.messages.at(-1);
  return last?.type === 'posted' ? last.channel : undefined;
}

test.each([
  'channel_convert_to_public',
  'channel_convert_to_private',
  'channel_name',
  'channel_archive',
  'channel_unarchive',
  'group_name',
  'group_archive',
  'group_unarchive',
  'channel_join',
  'channel_leave',
  'group_join',
  'group_leave',
])('after %s a private channel’s readers are asked for anew', async (subtype) => {
  const before = stage.taken.messages.length;
  expect(await send({ subtype, channel_type: 'group' })).toBe(200);
  expect(stage.taken.messages).toHaveLength(before);
  expect(await post()).toMatchObject({ audience: 'organisation', readers: 800 });
});

test.each([
  ['somebody came to a public channel', { subtype: 'channel_join', channel_type: 'channel' }],
  ['its topic was changed', { subtype: 'channel_topic', channel_type: 'group' }],
])('where %s, what is remembered does', async (_, event) => {
  expect(await send(event)).toBe(200);
  expect(await post()).toMatchObject({ audience: 'care-team', readers: 9 });
});

test.each([
  ['Quietword itself', 'U01BOT', true],
  ['a guest', 'U08GUEST', true],
  ['a colleague', 'U02NURSE01', false],
])('when %s comes to a public channel', async (_, user, anew) => {
  stage.says.guests = new Set(['U08GUEST']);
  expect(await stage.event({ ...joined, event: { ...joined.event, user, channel } })).toBe(200);
  expect(await post()).toMatchObject({ readers: anew ? 800 : 9 });
});

onEachDatabase((make) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await make();
  });
  afterAll(() => database.drop());

  describe('of several processes', () => {
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
});
