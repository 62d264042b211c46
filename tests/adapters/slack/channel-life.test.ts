import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
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
