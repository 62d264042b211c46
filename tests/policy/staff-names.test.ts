import { describe, expect, test } from 'vitest';
import { namesOfStaff } from '../../src/policy/index.ts';
import type { Audience } from '../../src/policy/types.ts';
import { engine } from './engine.ts';

describe('a directory’s display name', () => {
  test.each([
    ['Sarah Jones', ['sarah jones']],
    ['Dr Sarah Jones', ['sarah jones']],
    ['Sarah Anne Jones', ['sarah anne jones', 'sarah jones']],
    ['JONES, Sarah (INVENTED NHS TRUST)', ['sarah jones', 'jones, sarah']],
    ['Jones, Dr. Sarah', ['sarah jones', 'jones, sarah']],
    ['Sarah Jones - Ward 7', ['sarah jones']],
    ['Sarah O’Neil-Jones | she/her', ["sarah o'neil-jones"]],
    ['Siân  Rhys\u00a0Davies', ['siân rhys davies', 'siân davies']],
    // What a patient may well be called, too.
    ['Sarah', []],
    ['Dr Jones', []],
    ['switchboard', []],
    ['', []],
  ])('%s', (display, expected) => {
    expect(namesOfStaff(display)).toEqual(expected);
  });
});

describe('a message that names somebody of the directory', () => {
  const colleagues = new Set(
    ['Sarah Jones', 'OKAFOR, Adaeze (INVENTED NHS TRUST)', 'Wilhelmina Strand', 'Idris Vaughan'].flatMap(namesOfStaff),
  );
  const level = (text: string, audience: Audience, known = true) =>
    engine.judge({ text, audience, attachments: [], ...(known ? { colleagues } : {}) }).level;

  test.each<[string, Audience]>([
    ['any update on Wilhelmina Strand?', 'organisation'],
    ['Mr Idris Vaughan has the theatre list on Thursday', 'organisation'],
    ['Wilhelmina Strand reviewed bed 4, for CT at 2', 'care-team'],
    ['ask Sarah Jones about the discharge letters', 'organisation'],
    ['Adaeze Okafor says the sepsis audit is due on Friday', 'organisation'],
    ['OKAFOR, Adaeze is on call for haematology tonight', 'organisation'],
    ['Sarah Jones and Idris Vaughan are running the diabetes study day', 'organisation'],
  ])('as a colleague is left alone: %s', (text, audience) => {
    expect(level(text, audience)).toBe('clear');
  });

  test.each<[string, Audience, 'nudge' | 'urgent']>([
    ['Wilhelmina Strand has sepsis', 'organisation', 'urgent'],
    ['Sarah Jones in bed 4 is MRSA pos', 'care-team', 'urgent'],
    ['Mrs Sarah Jones, DOB 12/03/1948, admitted with a fall', 'organisation', 'urgent'],
    ['Sarah Jones NHS 999 123 4560 needs her bloods repeating', 'care-team', 'urgent'],
    ['Idris Vaughan, 81, from bay 2 has been diagnosed with dementia', 'organisation', 'urgent'],
    ['Adaeze Okafor’s biopsy shows lymphoma, family not told yet', 'organisation', 'urgent'],
    ['Wilhelmina Strand discharged home today after her hip replacement', 'organisation', 'urgent'],
    ['Mrs Sarah Jones needs her leg ulcer dressing today', 'organisation', 'urgent'],
    ['Mr Idris Vaughan’s daughter rang about his biopsy results', 'organisation', 'urgent'],
    // Their own health is theirs, colleague or not.
    ['Sarah Jones is off with depression again', 'organisation', 'nudge'],
  ])('as a patient is caught all the same: %s', (text, audience, least) => {
    expect(['nudge', 'urgent'].slice(least === 'urgent' ? 1 : 0)).toContain(level(text, audience));
  });

  test('makes a difference', () => {
    expect(level('any update on Wilhelmina Strand?', 'organisation', false)).not.toBe('clear');
    expect(level('Mr Idris Vaughan has the theatre list on Thursday', 'organisation', false)).not.toBe('clear');
  });
});
