import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createAnswers, createChallenged } from '../../src/answers.ts';
import type { ChatAdapter, Current } from '../../src/chat.ts';
import { createWatch } from '../../src/watch.ts';
import { onEachDatabase } from '../databases.ts';
import { openHouse, type TestHouse } from '../house.ts';
import { deleted, plainEngine, posted } from '../messages.ts';
import { soon } from '../soon.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());

  let at = 0;
  let incident = '';
  /** Told in a direct message, and reminded in another. */
  beforeEach(async () => {
    at += 1;
    for (const list of [house.sent, house.changed, house.notices, house.followUps]) list.length = 0;
    house.clock = new Date('2026-03-05T09:00:00Z');
    house.answer = async () => {
      const { replaces } = house.sent.at(-1) ?? {};
      return { status: 'accepted', via: 'dm', ref: replaces ?? `D${at}:${house.sent.length}` };
    };
    await post('urgent: Mrs Okafor');
    await house.pass(plainEngine.policy.nudging['reminder-minutes'] + 1);
    expect(house.sent.map(({ notice }) => notice.kind)).toEqual(['first', 'reminder']);
    incident = house.sent[0]?.notice.incident ?? '';
  });

  const post = (text: string, change = {}) =>
    createWatch(house)(posted({ id: `m${at}`, author: `U${at}`, postedAt: house.clock, text, ...change }));
  const press = async (action: string, current: Current, ref?: string) =>
    createAnswers(
      house,
      house.post.adapters,
    )({
      ...{ platform: 'slack', tenant: 'T1', person: `U${at}`, incident, action, words: null, kept: true, ref },
      current: async () => current,
    });
  const there: Current = { status: 'there', text: 'urgent: Mrs Okafor', attachments: [] };
  const clear: Current = { status: 'there', text: 'all is well', attachments: [] };
  const changed = (count: number) =>
    soon(() => {
      expect(house.changed).toHaveLength(count);
      return house.changed.map(({ replaces }) => replaces).sort();
    });

  test.each([
    ['edited', () => post('all is well', { version: '1' })],
    ['deleted', () => createWatch(house)(deleted({ id: `m${at}` }))],
  ])('%s: the thanks take the place of the latest, and of the others, without buttons', async (_, change) => {
    await change();
    await house.runDue();
    expect(house.sent.at(-1)).toMatchObject({ notice: { kind: 'thanks' }, replaces: `D${at}:2` });
    expect(await changed(1)).toEqual([`D${at}:1`]);
    const { heading, paragraphs } = house.sent.at(-1)?.notice ?? {};
    expect(house.changed[0]).toMatchObject({
      to: { person: `U${at}`, channel: 'C1', message: `m${at}` },
      notice: { kind: 'thanks', heading, paragraphs, choices: [], asks: null },
    });
  });

  test.each<[string, string, Current]>([
    ['fixed', 'fixed', clear],
    ['deleted', 'safer', { status: 'gone' }],
    ['disputed', 'not-patient', there],
    ['needed', 'reason:handover', there],
  ])('%s by a press on one: the other says so', async (_, action, current) => {
    const { notice } = await press(action, current, `D${at}:2`);
    expect(await changed(1)).toEqual([`D${at}:1`]);
    expect(house.changed[0]?.notice).toMatchObject({ heading: notice.heading, choices: [] });
  });

  test('by a press on what only its reader saw, both', async () => {
    await press('not-patient', there);
    expect(await changed(2)).toEqual([`D${at}:1`, `D${at}:2`]);
  });

  test('on their own page, both', async () => {
    await createChallenged(house, house.post.adapters)('T1', incident);
    expect(await changed(2)).toEqual([`D${at}:1`, `D${at}:2`]);
    expect(house.changed[0]?.notice.paragraphs.join()).toContain('Caldicott Guardian');
  });

  test.each(['safer', 'fixed', 'why', 'needed', 'back'])('%s, which leaves it open, changes none', async (action) => {
    await press(action, there, `D${at}:2`);
    await press('not-patient', there, `D${at}:2`);
    expect(await changed(1)).toEqual([`D${at}:1`]);
  });

  test('pressed by another, or again, it changes none', async () => {
    await press('not-patient', there, `D${at}:2`);
    await changed(1);
    await press('not-patient', there, `D${at}:2`);
    const { incident: before } = { incident };
    at += 1;
    incident = before;
    await press('reason:handover', there);
    expect(await changed(1)).toHaveLength(1);
  });

  test('a platform that fails is noted, and nothing is said anew', async () => {
    const adapter = house.post.adapters.get('slack') as ChatAdapter;
    const change = vi.spyOn(adapter, 'change').mockRejectedValue(new Error('hung up'));
    await post('all is well', { version: '1' });
    await house.runDue();
    expect(change).toHaveBeenCalledTimes(1);
    expect(house.sent).toHaveLength(3);
    change.mockRestore();
  });
});
