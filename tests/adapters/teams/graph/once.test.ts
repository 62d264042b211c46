import { expect, test, vi } from 'vitest';
import { judgedOnce } from '../../../../src/adapters/teams/graph/once.ts';
import type { Inbound, InboundMessage } from '../../../../src/chat.ts';

const posted = (id: string, version = '', channel = '19:a'): InboundMessage =>
  ({ type: 'posted', id, version, channel: { id: channel } }) as InboundMessage;

function stage() {
  const onMessage = vi.fn<Inbound['onMessage']>(async () => {});
  const clock = { now: 0 };
  return { onMessage, clock, once: judgedOnce({ onMessage } as unknown as Inbound, () => clock.now).onMessage };
}

test('a post that comes by both ways is judged once, and both wait for it', async () => {
  const { onMessage, once } = stage();
  let stored = () => {};
  onMessage.mockReturnValueOnce(new Promise<void>((resolve) => (stored = resolve)));
  const both = Promise.all([once(posted('1')), once(posted('1'))]);
  let done = false;
  void both.then(() => (done = true));
  await Promise.resolve();
  expect(done).toBe(false);
  stored();
  await both;
  await once(posted('1'));
  expect(onMessage).toHaveBeenCalledOnce();
});

test('where it could not be stored, both are told, and the next one is tried', async () => {
  const { onMessage, once } = stage();
  onMessage.mockRejectedValueOnce(new Error('no database'));
  const results = await Promise.allSettled([once(posted('1')), once(posted('1'))]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await once(posted('1'));
  expect(onMessage).toHaveBeenCalledTimes(2);
});

test('edits, deletions and other places are let through; ten minutes are remembered', async () => {
  const { onMessage, once, clock } = stage();
  await once(posted('1'));
  await once(posted('1', '2026-03-05T09:00:00.000Z'));
  await once(posted('1', '', '19:b'));
  await once({ type: 'deleted', platform: 'teams', tenant: 't', channelId: '19:a', id: '1' });
  expect(onMessage).toHaveBeenCalledTimes(4);
  clock.now = 10 * 60_000 + 1;
  await once(posted('1'));
  expect(onMessage).toHaveBeenCalledTimes(5);
});
