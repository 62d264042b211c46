import { expect, test } from 'vitest';
import { effectWords } from '../../src/dashboard/pages/refreshers/effect.ts';
import { type Effect, effectOf } from '../../src/scores/change.ts';
import type { Refresher } from '../../src/store/refreshers.ts';

const refresher = { startedAt: new Date('2026-03-03T10:00:00Z'), topic: 'photos' } as Refresher;
const side = (right: number, incidents: number) => ({
  incidents,
  posters: 20,
  messages: 20_000,
  marks: { right, answered: 200 },
  answerers: 60,
});

test.each<[string, Effect, string, string]>([
  [
    'better in both',
    effectOf(side(100, 80), side(160, 20)),
    '50% before, 80% after: up by 20 to 40 points, most likely',
    '4 before, 1 after: down by 2 to 4, most likely',
  ],
  [
    'worse in both',
    effectOf(side(160, 20), side(100, 80)),
    '80% before, 50% after: down by 20 to 40 points, most likely',
    '1 before, 4 after: up by 2 to 4, most likely',
  ],
  [
    'chance',
    effectOf(side(150, 50), side(152, 48)),
    '75% before, 75% after: it may be chance',
    '2.5 before, 2.4 after: it may be chance',
  ],
  ['too few', { incidents: null, awareness: null }, 'Not shown: too few people', 'Not shown: too few people'],
])('%s', (_, effect, known, happened) => {
  expect(effectWords(refresher, effect)).toEqual({ known, happened });
});

test('before four weeks are over it says when it can be told, and of one that never went out nothing', () => {
  expect(effectWords(refresher, undefined)?.known).toBe('Can be told from 31 March 2026');
  expect(effectWords({ ...refresher, startedAt: null }, undefined)).toBeNull();
});
