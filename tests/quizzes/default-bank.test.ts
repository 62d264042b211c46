/** The bank that comes with Quietword, question by question: what it has, how it reads, and that it gives nothing away. */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Option, Said } from '../../src/quizzes/bank.ts';
import { loadBank } from '../../src/quizzes/load.ts';
import { lookOver, readingAges } from '../../src/quizzes/look-over.ts';
import { TOPICS, type Topic } from '../../src/quizzes/topics.ts';

const FOLDER = join(import.meta.dirname, '../../quizzes');
const LANGUAGES = ['en', 'cy'] as const;
const { questions } = loadBank(FOLDER);

const variants = questions.flatMap((question) =>
  question.variants.map((variant) => ({ name: `${question.id}, ${variant.id}`, ...variant })),
);
const saidIn = (language: (typeof LANGUAGES)[number]): Said[] => variants.map(({ said }) => said[language]);
const textsOf = ({ stem, options, rationale }: Said): string[] => [stem, ...options.map(({ text }) => text), rationale];

test('has 60 questions: as many on each topic as are promised, each in a file of its topic’s name', () => {
  const counts = (Object.keys(TOPICS) as Topic[]).map((topic) => [
    topic,
    questions.filter((question) => question.topic === topic).length,
  ]);
  expect(Object.fromEntries(counts)).toEqual(TOPICS);
  expect(questions).toHaveLength(60);
  const files = globSync('*.yaml', { cwd: FOLDER });
  for (const file of files) expect(parse(readFileSync(join(FOLDER, file), 'utf8')).topic).toBe(basename(file, '.yaml'));
});

describe.each(questions)('$id', ({ source, review, variants }) => {
  test('has two variants or more, a source and a day in 2027', () => {
    expect(variants.length).toBeGreaterThanOrEqual(2);
    expect(source.en).toMatch(/NMC|Caldicott|National Data Guardian|GDPR|NHS England|GMC|ICO|Act \d{4}/);
    expect(source.cy).toMatch(/NMC|Caldicott|Gwarcheidwad Data Cenedlaethol|GDPR|GIG Lloegr|GMC|ICO|Deddf/);
    expect(review).toMatch(/^2027-/);
  });

  test.each(variants)('$id: reading age 11 or less, at most 60 words of rationale', ({ said }) => {
    const { question, rationale } = readingAges(said.en);
    expect(question).toBeLessThanOrEqual(11);
    expect(rationale).toBeLessThanOrEqual(11);
    for (const language of LANGUAGES) expect(said[language].rationale.split(/\s+/).length).toBeLessThanOrEqual(60);
  });
});

test('nobody has to look at it again yet, and nothing is hard to read', () =>
  expect(lookOver({ questions, titles: loadBank(FOLDER).titles }, '2027-01-01')).toEqual([]));

describe('the right option can’t be told by its looks:', () => {
  const share = (language: (typeof LANGUAGES)[number], is: (right: number, wrong: number[]) => boolean): number => {
    const hits = saidIn(language).filter(({ options }) => {
      const length = (wanted: boolean) =>
        options.filter(({ right }) => right === wanted).map(({ text }) => text.length);
      return is(length(true)[0] as number, length(false));
    });
    return hits.length / variants.length;
  };

  // By chance it is a third.
  test.each(LANGUAGES)('%s: it is neither mostly nor hardly ever the longest or the shortest', (language) => {
    for (const found of [
      share(language, (right, wrong) => right > Math.max(...wrong)),
      share(language, (right, wrong) => right < Math.min(...wrong)),
    ]) {
      expect(found).toBeGreaterThan(0.2);
      expect(found).toBeLessThan(0.4);
    }
  });

  test('it is in each of three places about as often, and in the fourth too', () => {
    const place = (at: number) =>
      saidIn('en').filter(({ options }) => (options[at] as Option | undefined)?.right).length;
    for (const at of [0, 1, 2]) expect(place(at) / variants.length).toBeGreaterThan(0.25);
    expect(place(3)).toBeGreaterThan(0);
  });

  test('the variants of a question have it in different places', () => {
    const same = questions.filter(
      ({ variants }) => new Set(variants.map(({ said }) => said.en.options.findIndex(({ right }) => right))).size === 1,
    );
    expect(same.map(({ id }) => id)).toEqual([]);
  });
});

describe('no word blames', () => {
  const BLAMING: Record<(typeof LANGUAGES)[number], RegExp> = {
    en: /\b(?:ban(?:ned)?|forbid\w*|prohibit\w*|not allowed|breach\w*|violat\w*|must(?:n’t| not)|never|wrongly|careless|mistake|your fault|disciplin\w*|offen[cs]e)\b/i,
    cy: /gwahardd|gwaherddir|ni chaniateir|troseddu|trosedd\b|camgymeriad|esgeulus|disgybl/i,
  };
  test.each(LANGUAGES)('%s', (language) =>
    expect(
      saidIn(language)
        .flatMap(textsOf)
        .filter((text) => BLAMING[language].test(text)),
    ).toEqual([]),
  );
});

test('nobody real is in it: NHS numbers from the 999 range, no telephone numbers, no addresses on the web', () => {
  for (const text of LANGUAGES.flatMap(saidIn).flatMap(textsOf)) {
    for (const [number] of text.matchAll(/\d{3} ?\d{3} ?\d{4}/g)) expect(number).toMatch(/^999/);
    expect(text).not.toMatch(/\b0\d{3,4} ?\d{3}|@|https?:|www\./);
  }
});

test('signs are those of print', () =>
  expect(
    LANGUAGES.flatMap(saidIn)
      .flatMap(textsOf)
      .filter((text) => /['"]| {2}|\s$|\.\.\./.test(text)),
  ).toEqual([]));
