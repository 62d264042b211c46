import { describe, expect, test } from 'vitest';
import { readChallenge, readChoices } from '../../../src/dashboard/pages/me/form.ts';
import { sayParts } from '../../../src/dashboard/pages/me/present.ts';

const GOOD = { language: 'cy', questions: 'on', 'quiet-from': '', 'quiet-to': '', share: 'no' };

describe('choices', () => {
  test('as they are given; a short hour is one', () => {
    expect(
      readChoices({ ...GOOD, questions: 'pause', 'quiet-from': '9:30', 'quiet-to': '14:00', share: 'yes' }),
    ).toEqual({
      choices: { language: 'cy', pause: true, quietFrom: '09:30', quietTo: '14:00', shareRecords: true },
    });
  });
  test.each([
    [{ language: 'fr' }, 'language', 'Choose a language'],
    [{ questions: undefined }, 'questions', 'Choose whether to get questions'],
    [{ share: 'maybe' }, 'share', 'Choose whether your trainer may export it'],
    [
      { 'quiet-from': '25:00', 'quiet-to': '26:00' },
      'quiet-from',
      'The start of your quiet hours must be a time, such as 22:00',
    ],
    [{ 'quiet-from': '22:00' }, 'quiet-to', 'Enter when your quiet hours end'],
    [{ 'quiet-to': '22:00' }, 'quiet-from', 'Enter when your quiet hours start'],
    [
      { 'quiet-from': '22:00', 'quiet-to': '22:00' },
      'quiet-to',
      'Quiet hours must end at another time than they start',
    ],
    [{ 'quiet-from': ['22:00', '23:00'] }, 'quiet-from', 'Enter a time, or leave both empty'],
  ])('%j is refused at %s', (change, field, error) => {
    const read = readChoices({ ...GOOD, ...change });
    expect('faults' in read && read.faults[0]).toEqual({ field, error });
  });
  test('nothing at all names each field', () => {
    const read = readChoices(undefined);
    expect('faults' in read && read.faults.map(({ field }) => field)).toEqual([
      'language',
      'questions',
      'quiet-from',
      'quiet-to',
      'share',
    ]);
  });
});

test.each([
  [{}, { note: null }],
  [{ note: '  ' }, { note: null }],
  [{ note: ['a'] }, { note: null }],
  [{ note: ' the bed is empty ' }, { note: 'the bed is empty' }],
  [{ note: 'Mrs Adeyinka' }, { field: 'note', error: expect.stringContaining('seems to say who somebody is') }],
  [{ note: 'a'.repeat(301) }, { field: 'note', error: 'What you write must have at most 300 characters' }],
])('a challenge with %j', (given, read) => {
  expect(readChallenge(given, (words) => !words.includes('Mrs '))).toEqual(read);
});

test.each([
  [0, null],
  [1 << 3, 'weekdays 09:00 to 12:00'],
  [(1 << 7) | (1 << 15), 'weekdays 21:00 to 00:00, weekends 21:00 to 00:00'],
])('parts of the week %i', (bits, said) => {
  expect(sayParts(bits)).toBe(said);
});
