import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completionOf, countsSince } from '../../src/scores/completion.ts';
import { surveyFigure } from '../../src/scores/survey.ts';

const now = new Date('2026-11-26T12:00:00Z');
const on = (day: string) => new Date(`${day}T09:00:00Z`);

describe('completion', () => {
  const topics = ['photos', 'record'];
  test.each([
    ['nothing', [], false, topics, null],
    ['one of two', [{ topic: 'photos', on: on('2026-05-01') }], false, ['record'], null],
    [
      'all',
      [
        { topic: 'photos', on: on('2026-05-01') },
        { topic: 'record', on: on('2026-06-01') },
      ],
      true,
      [],
      '2027-05-01',
    ],
    [
      'one too long ago',
      [
        { topic: 'photos', on: on('2025-11-25') },
        { topic: 'record', on: on('2026-06-01') },
      ],
      false,
      ['photos'],
      null,
    ],
    ['a topic that is no more', [{ topic: 'old', on: on('2026-05-01') }], false, topics, null],
  ])('%s', (_, known, complete, missing, until) => {
    const completion = completionOf(known, topics, now);
    expect(completion).toMatchObject({ complete, missing });
    expect(completion.until?.toISOString().slice(0, 10) ?? null).toBe(until);
  });
  test('a bank without topics is never completed', () => {
    expect(completionOf([], [], now).complete).toBe(false);
  });
  test('12 months by the clocks in London', () => {
    expect(countsSince(new Date('2027-03-29T12:00:00Z')).toISOString()).toBe('2026-03-29T12:00:00.000Z');
  });
});

describe('a figure of the survey', () => {
  const counts = (yes: number, no: number, unsure: number) => [
    { question: 'rules', option: 'yes', people: yes },
    { question: 'rules', option: 'no', people: no },
    { question: 'rules', option: 'unsure', people: unsure },
    { question: 'other', option: 'no', people: 500 },
  ];
  test.each([
    [0, 0, 0, { people: null, share: null }],
    [3, 4, 0, { people: null, share: null }],
    [4, 4, 1, { people: 10, share: null }],
    [58, 27, 15, { people: 100, share: { percent: 40, bound: null, answers: 100, range: { low: 30, high: 50 } } }],
    [100, 0, 0, { people: 100, share: { percent: 5, bound: 'or-less', answers: 100, range: { low: 0, high: 5 } } }],
  ])('%i yes, %i no, %i not sure', (yes, no, unsure, figure) => {
    expect(surveyFigure(counts(yes, no, unsure), 'rules', ['no', 'unsure'])).toEqual(figure);
  });

  const options = fc.constantFrom(['yes'], ['no'], ['unsure'], ['no', 'unsure'], ['yes', 'no', 'unsure']);
  const some = fc.nat({ max: 60 });
  test('of fewer than eight nothing is said, and every number is to the nearest five', () => {
    fc.assert(
      fc.property(some, some, some, options, (yes, no, unsure, asked) => {
        const { people, share } = surveyFigure(counts(yes, no, unsure), 'rules', asked);
        if (yes + no + unsure < 8) return people === null && share === null;
        const shown = [people, ...(share ? [share.percent, share.answers, share.range.low, share.range.high] : [])];
        return shown.every((number) => number !== null && number % 5 === 0) && (people ?? 0) >= (share ? 25 : 5);
      }),
    );
  });
  test('what the page shows of a question, its one share, never tells one person’s answer for certain', () => {
    // For every survey there is another, in which one person answered otherwise, of which all figures are the same.
    fc.assert(
      fc.property(some, some, some, options, (yes, no, unsure, asked) => {
        const figures = (a: number, b: number, c: number) =>
          JSON.stringify(surveyFigure(counts(a, b, c), 'rules', asked));
        const own = figures(yes, no, unsure);
        const others = [
          [yes - 1, no + 1, unsure],
          [yes + 1, no - 1, unsure],
          [yes, no - 1, unsure + 1],
          [yes, no + 1, unsure - 1],
          [yes - 1, no, unsure + 1],
          [yes + 1, no, unsure - 1],
        ].filter((counts) => counts.every((count) => count >= 0)) as [number, number, number][];
        return yes + no + unsure === 0 || others.some((other) => figures(...other) === own);
      }),
    );
  });
});
