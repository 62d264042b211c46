import { expect, test } from 'vitest';
import { mayBeId, mayBeKept, mayBeListed, mayBeTaught } from '../../src/policy/index.ts';
import { engine } from './engine.ts';

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

test.each([
  'Ada O’Neill',
  'Mr Cross',
  'Mrs Hodan Warsame',
  'Jones, Ada (LEEDS TEACHING HOSPITALS NHS TRUST)',
  'HIV specialist nurse',
  'Nurse in charge, bed 1-6',
  'Looked after children nurse',
  'Termination of pregnancy service',
  'Mr Khan’s team',
  'Elizabeth Garrett Anderson wing',
  'District nurses - LS6',
  'Cohort 2024/25',
])('listed: %s', (words) => {
  expect(mayBeListed(engine, words)).toBe(true);
});

test.each([
  'Mrs Okafor in bed 4 has dementia',
  'triple nine, 413, 2075',
  '999.413.2075',
  'dob 12/03/1961',
  'ring him on 07700 900123',
  '14 Mill Lane, ZZ4 7QP',
])('not listed: %s', (words) => {
  expect(mayBeListed(engine, words)).toBe(false);
});

test.each([
  'U024BE7LH',
  '8f2c1b7e-4a7d-4c5e-9b1a-2f6d3e8c0a11',
  '29:1bSnHZ7Js2STWrgk6ScEErLk1Lp2zQuD5H2qQ960rtvstKp8tKLl',
  'ada.jones1984@nhs.net',
])('an id: %s', (id) => {
  expect(mayBeId(engine, id)).toBe(true);
});

test.each(['9994132075', '999.413.2075', '999O378O45', 'nurse.9994132075@nhs.net'])('no id: %s', (id) => {
  expect(mayBeId(engine, id)).toBe(false);
});
