import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { countGuests } from '../../../src/adapters/slack/members.ts';
import { createClients } from '../../../src/adapters/slack/web.ts';
import { createLog } from '../../../src/log.ts';
import { setChannelRule } from '../../../src/store/channel-rules.ts';
import { countGuests as countKnown } from '../../../src/store/people.ts';
import { createWatch } from '../../../src/watch.ts';
import { onPglite } from '../../databases.ts';
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import { openHouse, type TestHouse } from '../../house.ts';
import { posted } from '../../messages.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.api.calls.length = 0;
});

const client = () => createClients({ apiUrl: stage.api.apiUrl }, createLog('silent'), 'xoxb-1')['look-ups'];
const guests = new Set(['U1', 'U1500', 'U2001']);
const among = async (people: readonly string[]) => people.filter((one) => guests.has(one)).length;
const pages = () => stage.api.calls.filter(({ method }) => method === 'conversations.members');
const answer = (length: number, next: (page: number) => string) =>
  stage.api.answer('conversations.members', () => {
    const page = pages().length - 1;
    const members = Array.from({ length }, (_, at) => `U${page * length + at}`);
    return { json: { ok: true, members, response_metadata: { next_cursor: next(page) } } };
  });

test('all members are looked at, a thousand at a time', async () => {
  answer(1_000, (page) => (page < 2 ? `after-${page}` : ''));
  expect(await countGuests(client(), 'C01WARD7', among)).toEqual({ found: 3, all: true });
  expect(pages().map(({ params }) => [params.get('channel'), params.get('limit'), params.get('cursor')])).toEqual([
    ['C01WARD7', '1000', null],
    ['C01WARD7', '1000', 'after-0'],
    ['C01WARD7', '1000', 'after-1'],
  ]);
});

test('of a very large channel no more than twenty thousand are', async () => {
  answer(1, () => 'more');
  expect(await countGuests(client(), 'C01WARD7', among)).toEqual({ found: 1, all: false });
  expect(pages()).toHaveLength(20);
});

test('where Slack or the directory doesn’t say, nor is anything said', async () => {
  stage.api.answer('conversations.members', { json: { ok: false, error: 'missing_scope' } });
  await expect(countGuests(client(), 'C01WARD7', among)).rejects.toThrow('missing_scope');
  answer(1, () => '');
  await expect(countGuests(client(), 'C01WARD7', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
});

test('a guest among the members makes a channel external', async () => {
  stage.api.answer('conversations.members', { json: { ok: true, members: ['U02NURSE01', 'U08GUEST'] } });
  stage.says.guests = new Set(['U08GUEST']);
  expect(await stage.event({ ...envelope, event: { ...envelope.event, channel: 'C08GUEST' } })).toBe(200);
  expect(stage.taken.messages.at(-1)).toMatchObject({ channel: { audience: 'external', readers: 212, guests: 1 } });
});

describe('with what the directory and the Guardian said', () => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse(await onPglite());
    const person = { tenant: 'T1', platform: 'slack', directory_at: house.clock } as const;
    await house.db
      .insertInto('people')
      .values([
        { ...person, platform_user: 'U1', guest: true },
        { ...person, platform_user: 'U2', guest: false },
        { ...person, platform_user: 'U3', guest: true, tenant: 'T2' },
        { ...person, platform_user: 'U4', guest: true, platform: 'teams' },
      ])
      .execute();
  });
  afterAll(() => house.close());

  test('guests are those of this workspace’s directory', async () => {
    const people = ['U1', 'U2', 'U3', 'U4', 'U5'];
    expect(await countKnown(house.db, { tenant: 'T1', platform: 'slack', people })).toBe(1);
    expect(await countKnown(house.db, { tenant: 'T1', platform: 'slack', people: ['U2'] })).toBe(0);
  });

  test('what the Guardian said of a channel stands, whoever is in it; its guests are still told of', async () => {
    const key = { tenant: 'T1', platform: 'slack', channel: 'C1' } as const;
    const rule = { audience: 'care-team', excluded: false } as const;
    await house.db.transaction().execute((trx) => setChannelRule(trx, key, rule, { actor: 'g', now: house.clock }));
    await house.channels.refresh();
    const channel = { id: 'C1', name: null, audience: 'external', readers: 9, guests: 1 } as const;
    await createWatch(house)(posted({ channel, text: 'urgent: a patient' }));
    const incidents = await house.db.selectFrom('incidents').select(['audience', 'guests']).execute();
    expect(incidents).toEqual([{ audience: 'care-team', guests: 1 }]);
  });
});
