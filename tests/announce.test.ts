import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createAnnounce } from '../src/announce.ts';
import type { Channel, Receipt } from '../src/chat.ts';
import { announcement } from '../src/nudges/checked.ts';
import { onEachDatabase } from './databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from './house.ts';
import { plainEngine } from './messages.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());

  let at = 0;
  let answer: () => Promise<Receipt>;
  const said: string[] = [];
  beforeEach(() => {
    at += 1;
    said.length = 0;
    answer = async () => ACCEPTED;
  });
  const join = (change: Partial<Channel> = {}) => {
    const announce = (_joined: unknown, text: string) => {
      said.push(text);
      return answer();
    };
    const channel: Channel = {
      id: `C${at}`,
      name: 'ward-7',
      audience: 'organisation',
      readers: 40,
      guests: 0,
      ...change,
    };
    const joined = { platform: 'slack', tenant: 'T1', channel, reads: 'channel' } as const;
    return createAnnounce(house, new Map([['slack', { announce }]]))(joined);
  };

  test('a channel is told once', async () => {
    await join();
    await join();
    expect(said).toEqual([announcement(plainEngine.policy.wording.en, 'channel')]);
  });
  test('one that is never read is not told that it is', async () => {
    await join({ name: 'union-reps' });
    expect(said).toEqual([]);
  });
  test('a platform that puts us off is asked again with the next event', async () => {
    answer = async () => ({ status: 'later', afterSeconds: 30, reason: 'rate-limited' });
    await expect(join()).rejects.toThrow('did not take');
    answer = async () => ACCEPTED;
    await join();
    expect(said).toHaveLength(2);
  });
  test('where nobody knows whether it was said, it is not said twice', async () => {
    answer = () => Promise.reject(new Error('hung up'));
    await expect(join()).rejects.toThrow('hung up');
    await join();
    expect(said).toHaveLength(1);
  });
});
