import { expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config.ts';
import { createEngine, loadPolicy, rewrite } from '../../src/policy/index.ts';
import type { Audience } from '../../src/policy/types.ts';

const engine = createEngine(loadPolicy(DEFAULT_POLICY));
const safer = (text: string, audience: Audience) => {
  const message = { text, audience, attachments: [] };
  return rewrite(engine, message, engine.judge(message));
};

test.each<[string, Audience, string]>([
  ['Mrs Okonkwo in bed 4 for CT at 2', 'care-team', '[patient] in bed 4 for CT at 2'],
  ["Mr Davies's daughter rang", 'organisation', "[patient]'s daughter rang"],
  ['bloods for 999 000 0042 have haemolysed', 'care-team', 'bloods for [number in the record] have haemolysed'],
  ['Ward 6 bed 4 still waiting for CT', 'organisation', '[place] still waiting for CT'],
  ['tea is on', 'organisation', 'tea is on'],
])('%s (%s)', (text, audience, expected) => {
  expect(safer(text, audience)).toMatchObject({ text: expected, verdict: { level: 'clear' } });
});

test('what can not be written away is said', () => {
  const { verdict } = safer('wrong group, sorry, that was about Mrs Okonkwo and her HIV meds', 'organisation');
  expect(verdict.level).toBe('nudge');
  expect(verdict.categories).toEqual(['wrong-recipient']);
});
