import { expect, test } from 'vitest';
import { decide, type Weighed } from '../../src/policy/decide.ts';
import { HEADS } from '../../src/policy/model/heads.ts';
import { policy } from './engine.ts';

const thresholds = policy.thresholds;
const sure = thresholds.nudge['care-team'] + 0.1;
const agreed = (thresholds.nudge['care-team'] + thresholds.agreed['care-team']) / 2;

/** Odds by head; the others are nothing. */
function weighed(odds: Partial<Record<(typeof HEADS)[number], number>>, change: Partial<Weighed> = {}): Weighed {
  return {
    odds: HEADS.map((head) => odds[head] ?? 0),
    hits: [],
    found: new Set(['name', 'location']),
    audience: 'care-team',
    plainlyNamed: false,
    length: 40,
    ...change,
  };
}

const ofName = [{ level: 'nudge', categories: ['name'], reason: 'named' }] as const;
const ofNumber = [{ level: 'urgent', categories: ['patient-number'], reason: 'unique-number' }] as const;

test.each<[string, Weighed, object | undefined]>([
  ['nothing likely', weighed({ flagged: 0.1, name: 0.9 }), undefined],
  ['flagged, with a name', weighed({ flagged: sure, name: 0.9 }), { level: 'nudge', categories: ['name'] }],
  ['urgent', weighed({ flagged: sure, urgent: 0.9, name: 0.9 }), { level: 'urgent', reasons: ['named-with-health'] }],
  ['not sure enough alone', weighed({ flagged: agreed, name: 0.9 }), undefined],
  [
    'sure enough where the rules agree',
    weighed({ flagged: agreed, name: 0.9 }, { hits: ofName }),
    { reasons: ['named'] },
  ],
  [
    'a patient plainly named, of whom the odds know little',
    weighed({ flagged: 0.15, name: 0.9 }, { hits: ofName, plainlyNamed: true }),
    { level: 'nudge', reasons: ['named'] },
  ],
  ['odds against it', weighed({ flagged: 0.05, name: 0.9 }, { hits: ofName, plainlyNamed: true }), undefined],
  ['a name without a name', weighed({ flagged: sure, name: 0.9 }, { found: new Set() }), undefined],
  [
    'the likeliest, where none is likely',
    weighed({ flagged: sure, name: 0.2, mosaic: 0.4 }),
    { categories: ['mosaic'] },
  ],
  ['mockery is never urgent', weighed({ flagged: sure, urgent: 0.9, complaint: 0.9 }), { level: 'nudge' }],
  [
    'a number in a page of talk',
    weighed({ flagged: 0.01 }, { hits: ofNumber, found: new Set(['number']), length: 900 }),
    { level: 'urgent', categories: ['patient-number'], reasons: ['unique-number'] },
  ],
  ['a number in a line of talk', weighed({ flagged: 0.01 }, { hits: ofNumber, found: new Set(['number']) }), undefined],
])('%s', (_, message, expected) => {
  const decided = decide(message, policy);
  if (expected === undefined) expect(decided).toBeUndefined();
  else expect(decided).toMatchObject(expected);
});

test('what the policy turned off is not said, and what it watches is told to nobody', () => {
  const message = weighed({ flagged: sure, name: 0.9, mosaic: 0.9 });
  const off = { ...policy, modes: { ...policy.modes, name: 'off' } } as const;
  expect(decide(message, off)).toMatchObject({ categories: ['mosaic'], mode: 'nudge' });
  expect(decide(message, { ...off, modes: { ...off.modes, mosaic: 'watch' } })).toMatchObject({ mode: 'watch' });
  expect(decide(message, { ...off, modes: { ...off.modes, mosaic: 'off' } })).toBeUndefined();
});
