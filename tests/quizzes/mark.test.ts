import { expect, test } from 'vitest';
import { deckOf } from '../../src/quizzes/deck.ts';
import { type Known, type Mark, mark } from '../../src/quizzes/mark.ts';
import { bank } from './room.ts';

const deck = deckOf(bank);
const [question] = bank.questions;
const [variant] = question?.variants ?? [];
const card = deck.find(question?.id ?? '', variant?.id ?? '');
if (!card || !variant) throw new Error('The bank is empty.');
const right = variant.said.en.options.findIndex((option) => option.right) + 1;
const wrong = (right % variant.said.en.options.length) + 1;
const open: Known = { card, version: card.version, chosen: null, hasNext: true };

test.each<[string, string, Partial<Known>, Mark]>([
  ['the right one', `quiz:option:${right}`, {}, { do: 'count', chosen: right, correct: true }],
  ['a wrong one', `quiz:option:${wrong}`, {}, { do: 'count', chosen: wrong, correct: false }],
  ['one that counts already', `quiz:option:${right}`, { chosen: wrong }, { do: 'show', chosen: wrong }],
  ['in words that have changed', 'quiz:option:1', { version: 'older' }, { do: 'changed' }],
  ['of a question that is gone', 'quiz:option:1', { card: undefined }, { do: 'changed' }],
  ['no such option', 'quiz:option:5', {}, { do: 'not-known' }],
  ['none at all', 'quiz:option:0', {}, { do: 'not-known' }],
  ['no number', 'quiz:option:x', {}, { do: 'not-known' }],
  ['a number that is written otherwise', 'quiz:option:01', {}, { do: 'not-known' }],
  ['an option that isn’t said', 'quiz:option', {}, { do: 'not-known' }],
  ['the next', 'quiz:next', {}, { do: 'next' }],
  ['the next, where there is none', 'quiz:next', { hasNext: false }, { do: 'not-known' }],
  ['not now', 'quiz:later', {}, { do: 'later' }],
  ['pause', 'quiz:pause', {}, { do: 'pause' }],
  ['start again', 'quiz:resume', {}, { do: 'resume' }],
  ['something else', 'quiz:else', {}, { do: 'not-known' }],
])('%s', (_, action, change, expected) => {
  expect(mark(action, { ...open, ...change })).toEqual(expected);
});

test('a version is of all words of a variant, and of nothing else', () => {
  const said = { ...variant.said, cy: { ...variant.said.cy, rationale: 'Arall.' } };
  const versions = [{ ...variant, said }, { ...variant, id: 'other' }, variant].map((one) => {
    const changed = { ...bank, questions: [{ ...(question as NonNullable<typeof question>), variants: [one] }] };
    return deckOf(changed).find(question?.id ?? '', one.id)?.version;
  });
  expect(versions[0]).not.toBe(versions[2]);
  expect(versions[1]).toBe(versions[2]);
});
