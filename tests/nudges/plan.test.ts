import { expect, test } from 'vitest';
import { type Plan, plan } from '../../src/nudges/plan.ts';
import type { Category, Level } from '../../src/policy/types.ts';

const verdict = (level: Level, categories: Category[], mode: 'watch' | 'nudge' = 'nudge') => ({
  level,
  categories,
  mode,
});
const told = (level: 'nudge' | 'urgent', categories: Category[]) => ({ id: 'earlier', level, categories });
const send: Plan = { delivery: 'waiting', repeatOf: null };
const repeat: Plan = { delivery: 'held', repeatOf: 'earlier' };

test.each([
  ['a new message', verdict('nudge', ['name']), undefined, send],
  ['a rule in watch mode', verdict('urgent', ['name'], 'watch'), undefined, { delivery: 'held', repeatOf: null }],
  ['an edit that changes nothing', verdict('nudge', ['name']), told('nudge', ['name']), repeat],
  ['an edit that leaves something in', verdict('nudge', ['name']), told('urgent', ['name', 'patient-number']), repeat],
  ['an edit that adds a kind', verdict('nudge', ['name', 'complaint']), told('nudge', ['name']), send],
  ['an edit that makes it urgent', verdict('urgent', ['name']), told('nudge', ['name']), send],
] as const)('%s', (_name, now, earlier, expected) => {
  expect(plan(now, earlier)).toEqual(expected);
});
