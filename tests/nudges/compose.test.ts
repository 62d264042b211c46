import { describe, expect, test } from 'vitest';
import { compose } from '../../src/nudges/compose.ts';
import type { NoticeFacts } from '../../src/nudges/facts.ts';
import { readersIn } from '../../src/nudges/phrases.ts';
import { CATEGORIES } from '../../src/policy/types.ts';
import { facts, wording } from './facts.ts';

const say = (change: Partial<NoticeFacts>) => {
  const about = facts(change);
  return compose(about, wording[about.language]);
};

describe('a first notice', () => {
  test('a name in a channel of 212: who can see it, what was seen, what to do, that it stays between us', () => {
    expect(say({})).toMatchObject({
      incident: 'i1',
      kind: 'first',
      level: 'nudge',
      heading: 'A quiet word',
      paragraphs: [
        '212 people can read this channel.',
        'Your message seems to have a patient’s or relative’s name.',
        'Could you take the name out? It can go in the patient’s record or your care team’s own chat.',
        'Only you can see this. I keep no copy of your message.',
      ],
      suggestion: null,
      asks: null,
    });
  });

  test('an urgent NHS number in a care team says so, and asks for it now', () => {
    const { heading, paragraphs } = say({
      level: 'urgent',
      categories: ['patient-number', 'name'],
      findings: ['name', 'nhs-number'],
      audience: 'care-team',
      readers: 9,
    });
    expect([heading, ...paragraphs.slice(0, 3)]).toEqual([
      'Please look at this now',
      '9 people can read this channel.',
      'Your message points to one person. It has an NHS number and a patient’s or relative’s name.',
      'Please take them out now. Put them in the patient’s record.',
    ]);
  });

  test.each([
    [['name'], 'Could you take the name out?'],
    [['name', 'mosaic'], 'Could you take them out?'],
    [['name', 'complaint'], 'Could you take the name out?'],
    [['name', 'address', 'image'], 'Could you delete the picture here?'],
  ] as const)('%s: %s', (categories, what) => expect(say({ categories }).paragraphs[2]).toContain(what));

  test('the wrong people: how to take it back there, and the duty to report, a line each', () => {
    const { paragraphs } = say({ categories: ['wrong-recipient'], platform: 'teams', guests: 3 });
    expect(paragraphs).toEqual([
      '212 people can read this channel, 3 of them guests or from outside.',
      'Your message seems to have patient details that may be in the wrong place.',
      'If it went to the wrong place, hold it in Teams and tap “Delete”. It then goes for all.',
      'Then tell your information governance team today. They can help, and telling them early is good care.',
      'Only you can see this. I keep no copy of your message.',
    ]);
  });

  test('where outsiders read, it asks whether they were meant', () => {
    expect(say({ audience: 'external', guests: null }).paragraphs[0]).toBe(
      '212 people can read this channel, some of them from outside. Is it the group you meant?',
    );
  });

  test('in Welsh', () => {
    expect(say({ language: 'cy', categories: ['name', 'address'], findings: [] }).paragraphs.slice(0, 3)).toEqual([
      'Gall 212 o bobl ddarllen y sianel hon.',
      'Mae’n debyg bod hyn yn eich neges: cyfeiriad cartref ac enw claf neu berthynas.',
      'Allech chi eu tynnu allan? Gallant fynd yng nghofnod y claf neu yn sgwrs eich tîm gofal.',
    ]);
  });

  test('names at most three kinds', () => {
    expect(say({ categories: CATEGORIES, findings: [] }).paragraphs[1]).toBe(
      'Your message seems to have patient details that may be in the wrong place, a picture that may show a patient and a number that belongs to one patient.',
    );
  });
});

describe('what comes after', () => {
  test('left: what went, and what is still there', () => {
    const { paragraphs } = say({ kind: 'left', categories: ['address'], gone: ['name', 'patient-number'] });
    expect(paragraphs[1]).toBe(
      'Thank you, that helped. You took out a number that belongs to one patient and a patient’s or relative’s name. There is one more thing: a home address.',
    );
  });

  test('left: the number that went has its own name', () => {
    const { paragraphs } = say({
      kind: 'left',
      categories: ['address'],
      gone: ['patient-number'],
      goneFindings: ['nhs-number'],
    });
    expect(paragraphs[1]).toContain('You took out an NHS number.');
  });

  test('left, but nothing is known to have gone: it doesn’t praise', () => {
    expect(say({ kind: 'left', gone: [] })).toEqual({ ...say({}), kind: 'left' });
  });

  test('a summary says how many messages', () => {
    for (const turn of [0, 1, 2]) expect(say({ kind: 'summary', messages: 7, turn }).paragraphs[1]).toContain('7');
  });

  test('a reminder asks as gently as a nudge, and says what comes next', () => {
    const { heading, paragraphs } = say({ kind: 'reminder', level: 'urgent', turn: 1 });
    expect([heading, ...paragraphs]).toEqual([
      'In case you missed this',
      'This channel has 212 readers.',
      'When I last looked, it still had a patient’s or relative’s name.',
      'Would it still make sense without the name? Keep the name in the patient’s record or your care team’s own chat.',
      'Can’t change it just now? Your Caldicott Guardian will be asked to help you with it.',
    ]);
  });

  test.each([
    [
      'edited',
      false,
      ['Your message no longer has a home address. Someone’s private life stays private, thanks to you.'],
    ],
    [
      'deleted',
      true,
      [
        'Your message is gone, and no one can now find a home address here. That keeps someone’s private life private.',
        'You were quick, so it counts as a credit to you.',
      ],
    ],
  ] as const)('thanks, %s', (putRight, early, paragraphs) => {
    const notice = say({ kind: 'thanks', categories: ['address'], putRight, early });
    expect(notice).toMatchObject({ heading: 'Thank you', paragraphs, choices: [] });
  });
});

describe('choices', () => {
  const FIVE = [
    { action: 'safer', label: 'Show me a safer version', style: 'plain' },
    { action: 'fixed', label: 'I’ve fixed it', style: 'primary' },
    { action: 'not-patient', label: 'It isn’t about a patient', style: 'plain' },
    { action: 'needed', label: 'It’s needed here', style: 'plain' },
    { action: 'why', label: 'Why?', style: 'plain' },
  ];

  test.each(['first', 'left', 'reminder'] as const)('%s: five, in order', (kind) =>
    expect(say({ kind, gone: ['address'] }).choices).toEqual(FIVE),
  );

  test('of several messages there isn’t one safer version', () =>
    expect(say({ kind: 'summary', messages: 3 }).choices).toEqual(FIVE.slice(1)));

  test('what was never about a patient is disputed in other words', () => {
    const labels = (categories: NoticeFacts['categories']) =>
      say({ categories }).choices.find(({ action }) => action === 'not-patient')?.label;
    expect(labels(['staff-health'])).toBe('That isn’t what it is');
    expect(labels(['staff-health', 'name'])).toBe('It isn’t about a patient');
  });
});

test.each([
  ['organisation', 1240, 0, '1,240 people can read this channel.'],
  ['organisation', 212, 3, '212 people can read this channel, 3 of them guests or from outside.'],
  ['care-team', 14, 1, '14 people can read this channel, one of them a guest or from outside.'],
  ['care-team', 1, null, 'One person can read this channel.'],
  ['external', 31, null, '31 people can read this channel, some of them from outside.'],
  ['external', null, null, 'People from outside can read this channel.'],
  ['organisation', null, 2, 'People from outside can read this channel.'],
  ['care-team', null, null, 'All of the team can read this channel.'],
  ['direct', 2, 0, 'The person you write to can read this.'],
  ['direct', null, null, 'The person you write to can read this.'],
  ['direct', 2, 1, 'The person you write to is a guest or from outside.'],
  ['direct', 5, 0, '5 people can read this channel.'],
] as const)('readers: %s, %s, %s guests', (audience, readers, guests, words) => {
  expect(readersIn({ audience, readers, guests }, wording.en, 0)).toBe(words);
});
