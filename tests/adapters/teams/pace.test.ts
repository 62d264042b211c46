import { expect, test } from 'vitest';
import { createPace } from '../../../src/adapters/teams/pace.ts';

/** A clock that is moved on by hand: whoever sleeps is woken when it has come that far. */
function handClock() {
  const sleepers: { at: number; wake: () => void }[] = [];
  const clock = {
    at: 0,
    now: () => clock.at,
    sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ at: clock.at + ms, wake })),
    async until(end: number) {
      for (;;) {
        await settle();
        const next = sleepers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        clock.at = Math.max(clock.at, next.at);
        sleepers.splice(sleepers.indexOf(next), 1);
        next.wake();
      }
      clock.at = Math.max(clock.at, end);
    },
  };
  return clock;
}
const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

const within = (times: readonly number[], ms: number): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + ms).length));

test('a thread is spoken in no faster than Teams allows; what would wait long is put off', async () => {
  const clock = handClock();
  const pace = createPace(clock);
  const went: number[] = [];
  const putOff: number[] = [];
  for (let one = 0; one < 100; one++) {
    void pace.turn('a').then((later) => (later === null ? went.push(clock.at) : putOff.push(later)));
  }
  await clock.until(120_000);
  expect(went.length + putOff.length).toBe(100);
  expect(within(went, 1_000)).toBeLessThanOrEqual(7);
  expect(within(went, 2_000)).toBeLessThanOrEqual(8);
  expect(within(went, 30_000)).toBeLessThanOrEqual(60);
  expect(went.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  // Who waits holds up others' notices: none does for long.
  expect(went.length).toBeGreaterThan(8);
  expect(Math.max(...went)).toBeLessThanOrEqual(2_500);
  expect(Math.min(...putOff)).toBe(3);
});

test('all threads together no faster than fifty a second', async () => {
  const clock = handClock();
  const pace = createPace(clock);
  const went: number[] = [];
  for (let one = 0; one < 500; one++) void pace.turn(`person ${one}`).then(() => went.push(clock.at));
  await clock.until(60_000);
  expect(went).toHaveLength(500);
  expect(within(went, 1_000)).toBe(50);
  expect(went.at(-1)).toBe(9_000);
});

test('a thread at rest holds up no other; a tenant at rest does', async () => {
  const clock = handClock();
  const pace = createPace(clock);
  pace.rest('a', 60);
  expect(await pace.turn('a')).toBe(60);
  expect(await pace.turn('b')).toBeNull();
  pace.rest(null, 30);
  expect(await pace.turn('b')).toBe(30);
  await clock.until(30_000);
  expect(await pace.turn('b')).toBeNull();
  expect(await pace.turn('a')).toBe(30);
});

test('20,000 people, as the queue’s workers carry them: fifty a second, to the end, and none is put off', async () => {
  const clock = handClock();
  const pace = createPace(clock);
  const went: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next < 20_000) {
      const later = await pace.turn(`person ${next++}`);
      if (later === null) went.push(clock.at);
    }
  };
  const workers = Array.from({ length: 32 }, worker);
  await clock.until(400_000);
  await Promise.all(workers);
  expect(went).toHaveLength(20_000);
  expect(went.at(-1)).toBe(399_000);
  for (let at = 50; at < went.length; at++)
    expect((went[at] ?? 0) - (went[at - 50] ?? 0)).toBeGreaterThanOrEqual(1_000);
});

test('1,800 in an hour', async () => {
  const clock = handClock();
  const pace = createPace(clock);
  let went = 0;
  for (let second = 0; second < 3_600; second++) {
    if ((await Promise.race([pace.turn('a'), clock.until(second * 1_000 + 999).then(() => 'waits')])) === null) went++;
    await clock.until((second + 1) * 1_000);
  }
  expect(went).toBeLessThanOrEqual(1_800);
  expect(went).toBeGreaterThan(1_700);
});

test('threads that are long quiet are forgotten', async () => {
  const clock = handClock();
  const threads = new Map();
  const pace = createPace(clock, threads);
  for (let one = 0; one < 12_000; one++) {
    clock.at += 1_000;
    expect(await pace.turn(`person ${one}`)).toBeNull();
  }
  // The longest that Teams counts is an hour; they are looked through once a minute.
  expect(threads.size).toBeLessThanOrEqual(3_600 + 61);
  expect(threads.has('person 8500')).toBe(true);
});
