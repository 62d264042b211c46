import { describe, expect, test } from 'vitest';
import { mark } from '../../src/refreshers/mark.ts';
import { readRefresher } from '../../src/refreshers/read.ts';
import { languageFor, pictureFor, sayPlainly, sayRefresher } from '../../src/refreshers/say.ts';
import { wording } from '../nudges/facts.ts';
import { bank } from '../quizzes/room.ts';
import { own, written } from './written.ts';

const draft = (change = {}) => {
  const read = readRefresher(written(change), { bank, mayBeKept: () => true });
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  return read.ok;
};
const unread = { id: 'c1', isTest: false, acknowledged: false, chosen: null };
const WELSH = { title: { en: 'Photos', cy: 'Lluniau' }, words: { en: 'Use the app.', cy: 'Defnyddiwch yr ap.' } };

describe('a refresher as its reader sees it', () => {
  const asked = draft({ question: own });
  test('the words, then the question with its options in full, then the buttons', () => {
    const notice = sayRefresher(asked, unread, 'en', wording.en, null);
    expect(notice).toMatchObject({ incident: 'c1', kind: 'refresher', heading: 'Photos stay in the approved app' });
    expect(notice).not.toHaveProperty('picture');
    expect(notice.paragraphs).toEqual([
      'Take clinical photos in the approved app only.',
      'It keeps them off your own phone.',
      'One question, one tap. Only you see how you do.',
      'Where does a wound photo go?',
      'A. Into the approved app',
      'B. Into the group chat',
    ]);
    expect(notice.choices.map(({ action }) => action)).toEqual([
      'refresher:read',
      'refresher:option:1',
      'refresher:option:2',
    ]);
  });

  test('read: that is noted, and can’t be pressed again; the question can be answered still', () => {
    const notice = sayRefresher(asked, { ...unread, acknowledged: true }, 'en', wording.en, null);
    expect(notice.paragraphs).toContain('Thank you. We have noted that you read this.');
    expect(notice.choices.map(({ action }) => action)).toEqual(['refresher:option:1', 'refresher:option:2']);
  });

  test.each([
    [1, 'Yes, that’s it'],
    [2, 'Not quite'],
  ])('answered %i: right or wrong, and why', (chosen, heading) => {
    const { paragraphs, choices } = sayRefresher(
      asked,
      { ...unread, acknowledged: true, chosen },
      'en',
      wording.en,
      null,
    );
    expect(paragraphs).toContain(heading);
    expect(paragraphs.join(' ')).toContain('Into the approved app');
    expect(paragraphs.at(-1)).toBe('It goes straight to the record.');
    expect(choices).toEqual([]);
  });

  test('a test says so', () => {
    expect(sayRefresher(asked, { ...unread, isTest: true }, 'en', wording.en, null).paragraphs[0]).toContain('a test');
  });

  test('a question of the bank says where it comes from', () => {
    const question = { from: 'bank', id: bank.questions[0]?.id ?? '' } as const;
    const { paragraphs } = sayRefresher(draft({ question }), { ...unread, chosen: 1 }, 'en', wording.en, null);
    expect(paragraphs.at(-1)).toContain(bank.questions[0]?.source.en);
  });

  test.each([
    ['English only', {}, 'en'],
    ['both', WELSH, 'cy'],
    ['English words, a question in both', { question: { from: 'bank', id: bank.questions[0]?.id } }, 'en'],
    ['both, a question in both', { ...WELSH, question: { from: 'bank', id: bank.questions[0]?.id } }, 'cy'],
  ])('whoever reads Welsh gets all of it in one language: %s', (_, change, expected) => {
    const refresher = draft(change);
    expect(languageFor(refresher, 'cy')).toBe(expected);
    expect(languageFor(refresher, 'en')).toBe('en');
    expect(languageFor(refresher, null)).toBe('en');
  });

  test('in Welsh, its buttons too', () => {
    const notice = sayRefresher(draft(WELSH), unread, 'cy', wording.cy, null);
    expect(notice).toMatchObject({ language: 'cy', heading: 'Lluniau', paragraphs: ['Defnyddiwch yr ap.'] });
    expect(notice.choices[0]?.label).toBe(wording.cy.refresher.choices.read);
  });

  test('what else is said has words of the policy', () => {
    for (const what of ['gone', 'notYours', 'tooOld', 'notKnown'] as const)
      expect(sayPlainly(what, { id: 'c1', language: 'en' }, wording.en)).toMatchObject({ kind: 'reply', choices: [] });
  });
});

describe('its picture', () => {
  const refresher = draft({ picture: 'p1', alt: { en: 'A phone', cy: '' } });
  test.each([
    ['slack', 'https://q.test', { url: 'https://q.test/pictures/p1', alt: 'A phone' }],
    ['teams', 'https://q.test', { url: 'https://q.test/pictures/p1', alt: 'A phone' }],
    ['slack', 'http://127.0.0.1:3000', null],
    ['simulator', 'http://127.0.0.1:3000', { url: '/pictures/p1', alt: 'A phone' }],
  ] as const)('in %s with %s', (platform, publicUrl, expected) => {
    expect(pictureFor(refresher, { platform, publicUrl, language: 'en' })).toEqual(expected);
  });
  test('where there is none', () => {
    expect(pictureFor(draft(), { platform: 'slack', publicUrl: 'https://q.test', language: 'en' })).toBeNull();
  });
});

describe('a choice', () => {
  const { question } = draft({ question: own });
  const known = { acknowledge: true, acknowledged: false, question, chosen: null };
  test.each([
    ['refresher:read', known, { do: 'read' }],
    ['refresher:read', { ...known, acknowledged: true }, { do: 'show' }],
    ['refresher:read', { ...known, acknowledge: false }, { do: 'not-known' }],
    ['refresher:option:1', known, { do: 'count', chosen: 1, correct: true }],
    ['refresher:option:2', known, { do: 'count', chosen: 2, correct: false }],
    ['refresher:option:2', { ...known, chosen: 1 }, { do: 'show' }],
    ['refresher:option:3', known, { do: 'not-known' }],
    ['refresher:option:0', known, { do: 'not-known' }],
    ['refresher:option:1x', known, { do: 'not-known' }],
    ['refresher:option:1', { ...known, question: null }, { do: 'not-known' }],
    ['refresher:pause', known, { do: 'not-known' }],
  ] as const)('%s', (action, state, expected) => {
    expect(mark(action, state)).toEqual(expected);
  });
});
