import { describe, expect, test } from 'vitest';
import { announcement, type CheckFacts, checked } from '../../src/nudges/checked.ts';
import type { Verdict } from '../../src/policy/types.ts';
import { flagged } from '../messages.ts';
import { wording } from './facts.ts';

const check = (verdict: Verdict, change: Partial<CheckFacts> = {}) =>
  checked(
    { verdict, audience: 'organisation', readers: 212, guests: 3, suggestion: '[patient] rang', left: [], ...change },
    wording.en,
  );

describe('a draft', () => {
  test('that is flagged: who would see it, what and why, what to do, that it is not kept', () => {
    expect(check({ ...flagged('urgent'), reasons: ['named-with-health'] })).toEqual({
      level: 'urgent',
      heading: 'Hold on, this points to one person',
      paragraphs: [
        '212 people can read this channel, 3 of them guests or from outside.',
        'In your draft I noticed a patient’s or relative’s name.',
        'It names somebody and says something about their health or care.',
        'Please change it before you post. The full details can go in the patient’s record or your care team’s own chat.',
        'Your draft is not kept, and nobody is told.',
      ],
      suggestion: '[patient] rang',
      left: null,
    });
  });

  test('that is clear has nothing to copy', () => {
    const clear: Verdict = { level: 'clear', categories: [], findings: [], reasons: [], mode: 'nudge' };
    expect(check(clear, { suggestion: null })).toEqual({
      level: 'clear',
      heading: 'Good to go',
      paragraphs: [
        '212 people can read this channel, 3 of them guests or from outside.',
        'I saw nothing here that points to a patient. You know best.',
        'Your draft is not kept, and nobody is told.',
      ],
      suggestion: null,
      left: null,
    });
  });

  test('says what the safer version leaves', () =>
    expect(check(flagged('nudge'), { left: ['image'] }).left).toBe(
      'The safer version can’t help with this: a picture that may show a patient. That part is up to you.',
    ));

  test('about a colleague isn’t sent to the patient’s record', () =>
    expect(check(flagged('nudge', ['staff-health'], [])).paragraphs.join(' ')).not.toContain('record'));

  test('a reason that the words don’t know is left out', () =>
    expect(check({ ...flagged('nudge'), reasons: ['from-another-version', 'home'] }).paragraphs[2]).toBe(
      'It has a home address.',
    ));
});

test('a channel is told in the language of its words, and what is read from then on', () => {
  expect(announcement(wording.en, 'channel')).toMatch(/^Quietword is here .* It reads new posts in this channel\. /);
  expect(announcement(wording.en, 'chat')).toContain('It reads new posts in this chat.');
  expect(announcement(wording.en, 'team')).toContain('in all its channels but private and shared ones.');
  expect(announcement(wording.cy, 'team')).toMatch(/^Mae Quietword yma .* yn y tîm hwn, /);
});
