import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEngine, loadPolicy, mayBeKept, mayBeTaught } from '../../src/policy/index.ts';

const engine = createEngine(loadPolicy(join(import.meta.dirname, '../../policies/nhs-england.yaml')));

test.each([
  'spoke to the ward manager, she agreed',
  'handover to the night team, no other way',
  'the bank nurse has no log-in',
  'Rang IG, they are dealing with it',
  'told the consultant, who will ring the family',
  'Deleted within four minutes, 14 readers, all of the care team',
  'Not a breach. Will remind the team on Monday',
  'Ctrl, Alt, Delete before you leave your seat',
  'A keyboard with Ctrl, Alt and Delete',
  'Press Control Alt Del, or Windows + L',
  'Ctrl+Alt+Delete',
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
  'Infection control, Del will come',
  'Ctrl, Alt, Sunita',
  'Alt + Sunita',
  'Ctrl, Alt, Delete, said Mrs Okafor',
])('not kept: %s', (words) => {
  expect(mayBeKept(engine, words)).toBe(false);
});

test.each([
  ['en', 'A man in bed 4 asks for the notes of his mother, who died in May. What do you do?'],
  ['en', 'Three therapists share a tablet in a clinic, and one login. What is better?'],
  ['en', 'Get the site lead or IT to give her a login'],
  ['en', 'Press Ctrl Alt Delete, then Enter'],
  ['cy', 'Mae claf yn gofyn am bopeth a gedwir amdani. Beth wnewch chi?'],
] as const)('taught (%s): %s', (language, words) => {
  expect(mayBeTaught(engine, words, language)).toBe(true);
});

test.each([
  ['en', 'Mrs Okafor in bed 4 asks for her notes. What do you do?'],
  ['en', 'Your colleague Priya tells you about it. What now?'],
  ['en', 'The chart of 999 413 2075 is open on the desk. What now?'],
  ['en', 'She lives at 14 Mill Lane, ZZ4 7QP. Who may know?'],
  ['cy', 'Mae Mrs Okafor yn gofyn am ei nodiadau.'],
  ['cy', 'Mae siart 999 413 2075 ar y ddesg.'],
  ['cy', 'Anfonwch e-bost at sam.khan@example.org.'],
] as const)('not taught (%s): %s', (language, words) => {
  expect(mayBeTaught(engine, words, language)).toBe(false);
});
