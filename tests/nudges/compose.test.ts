import { describe, expect, test } from 'vitest';
import { compose } from '../../src/nudges/compose.ts';
import { readersIn } from '../../src/nudges/words.ts';
import { AUDIENCES, CATEGORIES } from '../../src/policy/types.ts';

const facts = { id: 'i1', findings: [], readers: 212 } as const;

describe('compose', () => {
  test('says who can see it, what was seen, what to do, in this order', () => {
    const notice = compose({
      ...facts,
      level: 'urgent',
      categories: ['name', 'patient-number'],
      findings: ['name', 'nhs-number'],
      audience: 'organisation',
    });
    expect(notice.paragraphs).toEqual([
      '212 people can read this channel.',
      'Your message seems to point to one person. It has an NHS number and a patient’s or relative’s name.',
      expect.stringMatching(/edit it out now/),
      expect.stringMatching(/^Nobody else was told/),
    ]);
  });

  const all = CATEGORIES.flatMap((category) =>
    (['nudge', 'urgent'] as const).flatMap((level) =>
      AUDIENCES.map((audience) => [category, level, audience] as const),
    ),
  );
  test.each(all)('has words for %s, %s, %s', (category, level, audience) => {
    const notice = compose({ ...facts, level, audience, categories: [category] });
    expect(notice.paragraphs).toHaveLength(4);
    for (const words of [notice.heading, ...notice.paragraphs]) {
      expect(words).not.toMatch(/undefined|null|\bban|forbid|breach/i);
      expect(words.length).toBeGreaterThan(5);
    }
    expect(notice.paragraphs.join(' ').split(/\s+/).length).toBeLessThan(80);
  });

  test('names at most three kinds', () => {
    const notice = compose({ ...facts, level: 'urgent', audience: 'direct', categories: [...CATEGORIES] });
    expect(notice.paragraphs[1]?.split(', ').length).toBeLessThanOrEqual(2);
  });
});

test.each([
  ['organisation', 1240, '1,240 people can read this channel.'],
  ['care-team', 1, '1 person can read this channel.'],
  ['external', 31, '31 people can read this channel, some of them from outside your organisation.'],
  ['external', null, 'People from outside your organisation can read this channel.'],
  ['direct', 2, 'The person you wrote to can read this.'],
] as const)('readers: %s, %s', (audience, readers, words) => {
  expect(readersIn(audience, readers)).toBe(words);
});
