import { expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../src/config.ts';
import { createEngine, judgeInThread, loadPolicy } from '../../src/policy/index.ts';
import type { Audience, Level } from '../../src/policy/types.ts';

const engine = createEngine(loadPolicy(DEFAULT_POLICY));

test.each<[string[], string, Audience, Level]>([
  [['Mrs Okonkwo rang again'], 'and her potassium is 6.9', 'care-team', 'urgent'],
  [['Mrs Okonkwo rang again'], 'ok thanks, will do', 'care-team', 'clear'],
  [['Mrs Okonkwo rang again'], 'the printer is jammed', 'care-team', 'clear'],
  [['Mrs Okonkwo has MRSA'], 'she is HIV positive too', 'care-team', 'urgent'],
  [['Mrs Okonkwo has MRSA'], 'thanks, I will let her know', 'care-team', 'clear'],
  [['who is on tonight?', 'Priya and Tom'], 'she has the bleep', 'care-team', 'clear'],
  [[], 'and her potassium is 6.9', 'care-team', 'clear'],
])('%j, then %j in %s is %s', (earlier, text, audience, level) => {
  expect(judgeInThread(engine, { text, audience, attachments: [] }, earlier).level).toBe(level);
});

test('findings and offsets are those of the reply', () => {
  const text = 'her number is 999 000 0042';
  const verdict = judgeInThread(engine, { text, audience: 'care-team', attachments: [] }, ['Mrs Okonkwo rang again']);
  expect(verdict.findings.map(({ start, end }) => text.slice(start, end))).toContain('999 000 0042');
  for (const { start, end } of verdict.findings) expect(start >= 0 && end <= text.length).toBe(true);
});
