import { describe, expect, test } from 'vitest';
import { questionOf } from '../../src/quizzes/sheet.ts';
import { contentOf, EVERYWHERE, overlay, questionIn } from '../../src/quizzes/stored.ts';
import type { StoredVersion } from '../../src/store/question-versions.ts';
import { question } from './files.ts';
import { bank } from './room.ts';

const [first, second] = bank.questions;
if (!first || !second) throw new Error('The bank is empty.');

const change = (of: Partial<StoredVersion> = {}): StoredVersion => ({
  tenant: EVERYWHERE,
  question: first.id,
  number: 1,
  topic: first.topic,
  content: { ...contentOf(first), review: '2030-01-01' },
  welsh: true,
  retired: false,
  author: 'trainer',
  at: new Date('2026-03-05T09:00:00Z'),
  ...of,
});

test.each(bank.questions.map((one) => [one.id, one] as const))(
  '%s is the same after it was stored and read',
  (_, one) => {
    expect(questionOf(one.topic, contentOf(one))).toEqual(one);
    expect(questionIn({ topic: one.topic, content: JSON.parse(JSON.stringify(contentOf(one))) })).toEqual(one);
  },
);

test.each([
  ['nothing', null],
  ['another form', { id: 'x', stem: 'Which?' }],
  ['a key too many', { ...contentOf(first), more: 1 }],
])('%s is no question', (_, content) => {
  expect(questionIn({ topic: first.topic, content })).toBeUndefined();
});
test('of a topic that is not there is no question either', () => {
  expect(questionIn({ topic: 'weather', content: contentOf(first) })).toBeUndefined();
});

describe('the bank with what was changed', () => {
  const reviewOf = (changes: readonly StoredVersion[]) =>
    overlay(bank, changes).questions.find(({ id }) => id === first.id)?.review;

  test('without a change it is the files’', () => {
    expect(overlay(bank, [])).toEqual(bank);
  });
  test('a question in other words stands where it stood', () => {
    const { questions } = overlay(bank, [change()]);
    expect(questions.map(({ id }) => id)).toEqual(bank.questions.map(({ id }) => id));
    expect(questions[0]?.review).toBe('2030-01-01');
  });
  test('one of their own is added', () => {
    const own = change({ question: 'own-1', topic: 'photos', content: { ...question('photos', 0), id: 'own-1' } });
    expect(overlay(bank, [own]).questions.at(-1)).toMatchObject({ id: 'own-1', topic: 'photos' });
  });
  test('one that was retired is gone, and so is one that was changed in nothing else', () => {
    expect(reviewOf([change({ retired: true })])).toBeUndefined();
    expect(reviewOf([change({ retired: true, content: null })])).toBeUndefined();
  });
  test('as the files have it', () => {
    expect(reviewOf([change({ content: null })])).toBe(first.review);
  });
  test('an organisation’s own change counts for more than that for everybody, whichever came first', () => {
    const own = change({ tenant: 'T1', content: { ...contentOf(first), review: '2031-01-01' }, at: new Date(0) });
    expect(reviewOf([own, change()])).toBe('2031-01-01');
    expect(reviewOf([change({ retired: true }), change({ tenant: 'T1' })])).toBe('2030-01-01');
  });
  test('what can’t be read leaves the question as it was', () => {
    expect(reviewOf([change({ content: { newer: true } })])).toBe(first.review);
  });
});
