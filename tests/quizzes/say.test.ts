import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/policy/types.ts';
import { type Card, deckOf } from '../../src/quizzes/deck.ts';
import { sayMarked, sayPlainly, sayQuestion } from '../../src/quizzes/say.ts';
import { readingAge } from '../../src/reading-age.ts';
import { wording } from '../nudges/facts.ts';
import { bank } from './room.ts';

const ID = '0b7f2c1e-0000-4000-8000-000000000001';
const deck = deckOf(bank);
const cards = bank.questions.flatMap(({ id, variants }) =>
  variants.flatMap((variant): Card[] => {
    const card = deck.find(id, variant.id);
    return card ? [card] : [];
  }),
);
const place = { id: ID, place: 1, questions: 2, language: 'en' } as const;

describe.each(LANGUAGES)('every question, in %s', (language) => {
  test('has its options in full, a button for each, and a way to put it off', () => {
    for (const card of cards) {
      const said = sayQuestion({ ...place, language }, card, wording[language]);
      const { options } = card.variant.said[language];
      expect(said.paragraphs.slice(2)).toEqual(options.map(({ text }, index) => `${'ABCD'[index]}. ${text}`));
      expect(said.choices.map(({ action }) => action)).toEqual([
        ...options.map((_, index) => `quiz:option:${index + 1}`),
        'quiz:later',
        'quiz:pause',
      ]);
      expect(said.choices.every(({ label }) => label.length <= 25)).toBe(true);
      expect(said).toMatchObject({ incident: ID, kind: 'quiz', level: 'nudge', suggestion: null, asks: null });
    }
  });
  test('is answered with what is right, why, and the source', () => {
    for (const card of cards)
      for (const chosen of [1, 2, 3]) {
        const said = sayMarked({ ...place, language, isLast: true }, card, chosen, wording[language]);
        expect(said.paragraphs).toHaveLength(3);
        expect(said.paragraphs.join(' ')).not.toMatch(/[{}]|““|””|undefined/);
        expect(said.choices).toEqual([]);
      }
  });
});

describe('up front', () => {
  const [card] = cards;
  if (!card) throw new Error('The bank is empty.');
  test.each([
    [{ place: 1, questions: 2 }, '2 questions, about 40 seconds. Only you see how you do.'],
    [{ place: 1, questions: 1 }, '1 question, about 20 seconds. Only you see how you do.'],
    [{ place: 2, questions: 2 }, 'This is question 2 of 2.'],
  ])('%o', (change, expected) => {
    expect(sayQuestion({ ...place, ...change }, card, wording.en).paragraphs[0]).toBe(expected);
  });
  test('a reminder says that it is one, and nothing else is new', () => {
    const [first, again] = [false, true].map((isReminder) => sayQuestion({ ...place, isReminder }, card, wording.en));
    expect(again?.paragraphs).toEqual(first?.paragraphs);
    expect(wording.en.quiz.reminder).toContain(again?.heading);
  });
});

describe('a question that a trainer has not put into Welsh', () => {
  const [card] = cards;
  if (!card) throw new Error('The bank is empty.');
  const { variant } = card;
  const english: Card = { ...card, variant: { ...variant, said: { en: variant.said.en, cy: variant.said.en } } };
  test('says so in Welsh to whoever reads Welsh, before the question', () => {
    const said = sayQuestion({ ...place, language: 'cy' }, english, wording.cy);
    expect(said.paragraphs.slice(0, 3)).toEqual([
      wording.cy.quiz.upFront.two,
      'Yn Saesneg yn unig y mae’r cwestiwn hwn. Mae’n ddrwg gennym am hynny.',
      variant.said.en.stem,
    ]);
  });
  test('says nothing of it to anybody else, and a question in Welsh doesn’t either', () => {
    for (const [one, language] of [
      [english, 'en'],
      [card, 'cy'],
    ] as const)
      expect(sayQuestion({ ...place, language }, one, wording[language]).paragraphs).not.toContain(
        wording[language].quiz.englishOnly,
      );
  });
});

test('what is said to other choices is filled in, and easy to read', () => {
  for (const language of LANGUAGES)
    for (const what of ['later', 'paused', 'resumed', 'changed', 'noMore', 'notYours', 'tooOld', 'notKnown'] as const) {
      const { heading, paragraphs } = sayPlainly(what, { id: ID, language }, wording[language], { days: '28' });
      const text = [heading, ...paragraphs].join('. ');
      expect(text).not.toMatch(/[{}]/);
      if (language === 'en') expect(readingAge(text)).toBeLessThan(11);
    }
});
