import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEngine, loadPolicy, mayBeKept } from '../../src/policy/index.ts';

const engine = createEngine(loadPolicy(join(import.meta.dirname, '../../policies/nhs-england.yaml')));

test.each([
  'spoke to the ward manager, she agreed',
  'handover to the night team, no other way',
  'the bank nurse has no log-in',
  'Rang IG, they are dealing with it',
  'told the consultant, who will ring the family',
  'Deleted within four minutes, 14 readers, all of the care team',
  'Not a breach. Will remind the team on Monday',
])('kept: %s', (words) => {
  expect(mayBeKept(engine, words)).toBe(true);
});

test.each([
  'about Mrs Okafor',
  'John in bed 4',
  'Spoke to Dr Khan',
  'Agreed with Sunita, she will tell the family',
  'J.S. moved to another ward',
  'it was 999 413 2075',
  'she lives at 14 Mill Lane, ZZ4 7QP',
  'ring him on 07700 900123, he has dementia',
  'dob 12/03/1961',
])('not kept: %s', (words) => {
  expect(mayBeKept(engine, words)).toBe(false);
});
