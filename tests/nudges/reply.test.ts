import { describe, expect, test } from 'vitest';
import { compose } from '../../src/nudges/compose.ts';
import type { NoticeFacts, ReplyFacts } from '../../src/nudges/facts.ts';
import { reply } from '../../src/nudges/reply.ts';
import { facts, wording } from './facts.ts';

const say = (answer: ReplyFacts, change: Partial<NoticeFacts> = {}) => {
  const about = facts(change);
  return reply(answer, about, wording[about.language]);
};
const actions = (answer: ReplyFacts) => say(answer).choices.map(({ action }) => action);

describe('a safer version', () => {
  test('is set apart, to be copied', () => {
    const notice = say({ say: 'safer', text: '[patient] rang', left: [], masked: false });
    expect(notice).toMatchObject({
      kind: 'reply',
      heading: 'A safer version',
      paragraphs: ['Copy this, then edit your message. Check that it still says what you mean.'],
      suggestion: '[patient] rang',
    });
    expect(notice.choices.map(({ action }) => action)).toEqual(['fixed', 'back']);
  });

  test('says what it can’t change', () => {
    const { paragraphs } = say({ say: 'safer', text: '[patient] rang', left: ['image'], masked: false });
    expect(paragraphs[1]).toBe(
      'One thing I can’t change for you: a picture that may show a patient. Please look at that part.',
    );
  });

  test('where the platform keeps it, there is nothing to copy', () => {
    const notice = say({ say: 'safer', text: '… [patient] …', left: [], masked: true });
    expect(notice.suggestion).toBeNull();
    expect(notice.paragraphs).toEqual([
      'This chat keeps what it shows, so I won’t say your words again. Where you see a patient’s or relative’s name, write “the patient” or leave it out.',
      '… [patient] …',
    ]);
  });

  test('there is none: what to do instead, fitted to the kind', () => {
    const { paragraphs } = say({ say: 'nothing-safer' }, { categories: ['staff-health'] });
    expect(paragraphs[1]).toBe('Could you take it out? It is theirs to tell, when they choose.');
  });
});

describe('fixed', () => {
  test('something is still there', () => {
    expect(say({ say: 'still-there', left: ['address'] }).paragraphs).toEqual([
      'I looked again, and there is still this: a home address. If you have just changed it, give it a minute.',
    ]);
    expect(actions({ say: 'still-there', left: ['address'] })).toEqual(['safer', 'fixed', 'back']);
  });

  test.each([
    ['clear', 'Your message no longer has a patient’s or relative’s name.'],
    ['gone', 'Your message is gone, and no one can now find a patient’s or relative’s name here.'],
  ] as const)('%s: what changed for the better, and the credit', (how, better) => {
    const { paragraphs, choices } = say({ say: how }, { early: true });
    expect(paragraphs[1]).toContain(better);
    expect(paragraphs[2]).toBe('You were quick, so it counts as a credit to you.');
    expect(choices).toEqual([]);
  });

  test('nothing is known of the message: no more than that it is gone', () =>
    expect(say({ say: 'gone' }, { categories: [] }).paragraphs).toHaveLength(1));
});

describe('it is needed', () => {
  test.each(['ask-reason', 'words-identify'] as const)('%s: a reason to tap, or words of their own', (how) => {
    expect(actions({ say: how })).toEqual([
      'reason:handover',
      'reason:emergency',
      'reason:safeguarding',
      'reason:no-other-way',
      'reason:asked-to',
      'back',
    ]);
    expect(say({ say: how }).asks).toEqual({
      action: 'reason-words',
      label: 'Or say it in a few words, with no names',
      submit: 'Send',
      longest: 200,
    });
  });
});

describe('why', () => {
  test('the lesson of the most pressing category, its source, a question with three options', () => {
    const { heading, paragraphs, choices } = say({ say: 'lesson' }, { categories: ['mosaic', 'deceased'] });
    expect(heading).toBe('Why it matters, in 30 seconds');
    expect(paragraphs[0]).toMatch(/^Privacy lasts after death\./);
    expect(paragraphs.slice(1)).toEqual([
      'From: NMC Code, section 5.3.',
      'A patient has died. What can go in a wide channel?',
    ]);
    expect(choices.map(({ action }) => action)).toEqual(['option:1', 'option:2', 'option:3', 'back']);
  });

  test.each([
    [1, 'Yes, that’s it', '“The ward and the time” is right.'],
    [2, 'Not quite', '“The ward and the time” works best.'],
  ])('option %s', (chosen, heading, text) => {
    expect(say({ say: 'marked', chosen })).toMatchObject({
      heading,
      paragraphs: [text, 'The porter can check the name on the ward. The channel needs to know just where and when.'],
    });
  });

  test('a quotation has one pair of marks', () =>
    expect(say({ say: 'marked', chosen: 2 }, { categories: ['mosaic'] }).paragraphs[0]).toBe(
      '“The vicar in bed 2” is right.',
    ));
});

test('back gives the notice as it was', () => {
  const about = facts({ kind: 'reminder', turn: 2 });
  expect(reply({ say: 'notice' }, about, wording.en)).toEqual(compose(about, wording.en));
});

test.each(['already', 'not-yours', 'too-old', 'not-known'] as const)('%s: an honest answer and no buttons', (how) => {
  const notice = say({ say: how }, { categories: [] });
  expect(notice.paragraphs.join(' ')).toMatch(/nothing (?:has changed|left to do)/i);
  expect(notice.choices).toEqual([]);
});
