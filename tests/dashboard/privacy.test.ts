import { expect, test } from 'vitest';
import { presentPrivacy } from '../../src/dashboard/pages/open/route.ts';
import { onPglite } from '../databases.ts';
import { serveDashboard } from './serve.ts';

test.each([
  [
    { events: 90, rollUps: 1096 },
    { events: '90 days', rollUps: '3 years' },
  ],
  [
    { events: 45, rollUps: 400 },
    { events: '45 days', rollUps: '400 days' },
  ],
  [
    { events: 730, rollUps: 3660 },
    { events: '730 days', rollUps: '3660 days' },
  ],
])('%o is said as %o', (keep, said) => expect(presentPrivacy(keep)).toEqual(said));

test('anybody may read what is kept, for how long by the settings, and where it is erased', async () => {
  const database = await onPglite();
  const site = await serveDashboard((await database.open()).db);
  const response = await fetch(`${site.url}/privacy`);
  const text = await response.text();
  await site.stop();
  await database.drop();
  expect(response.status).toBe(200);
  expect(text).toContain('for 90 days');
  expect(text).toContain('For 3 years');
  expect(text).toContain('href="/me"');
});
