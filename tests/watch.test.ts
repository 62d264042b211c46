import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWatch } from '../src/watch.ts';
import { onPglite } from './databases.ts';
import { openHouse, type TestHouse } from './house.ts';
import { plainEngine, posted } from './messages.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse(await onPglite());
});
afterAll(() => house.close());

test('a channel that the policy excludes is never read: nothing is judged, remembered or counted', async () => {
  const judged: string[] = [];
  const engine = {
    ...plainEngine,
    judge: (message: { text: string; audience: 'organisation'; attachments: [] }) => {
      judged.push(message.text);
      return plainEngine.judge(message);
    },
  } as typeof plainEngine;
  const watch = createWatch({ ...house, engine: () => engine });
  const channel = { id: 'C9', name: 'union-reps', audience: 'organisation', readers: 40, guests: null } as const;
  await watch(posted({ channel, text: 'urgent: about our grievance', thread: 't1' }));
  await house.counts.flush();
  expect(judged).toEqual([]);
  expect(house.threads.before(posted({ channel, id: '2', thread: 't1' }))).toEqual([]);
  expect(await house.db.selectFrom('incidents').selectAll().execute()).toEqual([]);
  expect(await house.db.selectFrom('daily_counts').selectAll().execute()).toEqual([]);

  await watch(posted({ text: 'urgent: a patient' }));
  expect(judged).toHaveLength(1);
  expect(await house.db.selectFrom('incidents').selectAll().execute()).toHaveLength(1);
});
