/** The table of all words that a person can be shown: every category, level, audience, platform and language. */
import { describe, expect, test } from 'vitest';
import type { NoticeKind, PrivateNotice } from '../../src/chat.ts';
import { checked } from '../../src/nudges/checked.ts';
import { compose } from '../../src/nudges/compose.ts';
import type { NoticeFacts, ReplyFacts } from '../../src/nudges/facts.ts';
import { reply } from '../../src/nudges/reply.ts';
import { AUDIENCES, CATEGORIES, LANGUAGES, LEVELS } from '../../src/policy/types.ts';
import { readingAge } from '../../src/reading-age.ts';
import { facts, wording } from './facts.ts';

const KINDS = ['first', 'left', 'summary', 'reminder', 'thanks'] as const satisfies NoticeKind[];
const FLAGGED = ['nudge', 'urgent'] as const;
const PLATFORMS = ['slack', 'teams', 'simulator'] as const;
const TURNS = [0, 1, 2];
const PEOPLE = [
  { readers: null, guests: null },
  { readers: 1, guests: 0 },
  { readers: 1240, guests: 0 },
  { readers: 212, guests: 1 },
  { readers: 212, guests: 3 },
];

/** Each category by itself, and two that identify. */
const ABOUT = [...CATEGORIES.map((category) => [category]), ['name', 'address'] as const];

/** Every notice there can be, but for other combinations of categories. */
function* table(change: Partial<NoticeFacts> = {}): Generator<[NoticeFacts, PrivateNotice]> {
  for (const language of LANGUAGES)
    for (const categories of ABOUT)
      for (const level of FLAGGED)
        for (const audience of AUDIENCES)
          for (const platform of PLATFORMS)
            for (const kind of KINDS)
              for (const turn of TURNS)
                for (const people of PEOPLE) {
                  const about = facts({
                    ...people,
                    kind,
                    level,
                    categories,
                    findings: ['nhs-number'],
                    audience,
                    platform,
                    turn,
                    language,
                    gone: ['name'],
                    messages: 4,
                    putRight: turn === 1 ? 'deleted' : 'edited',
                    early: true,
                    ...change,
                  });
                  yield [about, compose(about, wording[about.language])];
                }
}
const notices = [...table()];
const english = notices.filter(([{ language }]) => language === 'en');

const SAYS: readonly ReplyFacts[] = [
  { say: 'safer', text: 'REWRITE', left: ['image'], masked: false },
  { say: 'safer', text: 'REWRITE', left: [], masked: true },
  { say: 'still-there', left: ['address'] },
  { say: 'lesson' },
  { say: 'marked', chosen: 1 },
  { say: 'marked', chosen: 2 },
  { say: 'marked', chosen: 3 },
  ...(
    [
      'ask-reason',
      'notice',
      'nothing-safer',
      'cannot-read',
      'gone',
      'clear',
      'said-fixed',
      'not-patient',
      'needed',
      'words-identify',
      'already',
      'not-yours',
      'too-old',
      'not-known',
    ] as const
  ).map((say) => ({ say })),
];
const replies = LANGUAGES.flatMap((language) =>
  CATEGORIES.flatMap((category) =>
    SAYS.map((says) => {
      const about = facts({ language, categories: [category], early: true });
      return [about, reply(says, about, wording[language])] as const;
    }),
  ),
);
const shown = [...notices, ...replies];

const textOf = ({ heading, paragraphs, choices, asks }: PrivateNotice): string[] => [
  heading,
  ...paragraphs,
  ...choices.map(({ label }) => label),
  ...(asks ? [asks.label, asks.submit] : []),
];

test('there are words for everything, and nothing is left unfilled', () => {
  expect(shown).toHaveLength(notices.length + replies.length);
  const bad = shown.filter(
    ([, notice]) =>
      notice.paragraphs.length === 0 || textOf(notice).some((text) => text === '' || /[{}]|undefined|null/.test(text)),
  );
  expect(bad).toEqual([]);
});

test('they fit a phone and what the platforms allow', () => {
  const tooLong = shown.flatMap(([, { heading, paragraphs, choices }]) => [
    ...[heading].filter((text) => text.length > 75),
    ...paragraphs.filter((text) => text.length > 300),
    ...choices.filter(({ label, action }) => label.length > 25 || !/^[a-z0-9:-]{1,60}$/.test(action)),
  ]);
  expect(tooLong).toEqual([]);
  expect(Math.max(...shown.map(([, { paragraphs }]) => paragraphs.length))).toBeLessThanOrEqual(5);
});

/** All strings of a language, by their path in the file. */
function stringsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringsOf(inner, path === '' ? key : `${path}.${key}`));
}

test('a notice has words of the file and numbers, and nothing else', () => {
  const wordsIn = (text: string): string[] => text.match(/[\p{L}\d’'-]+/gu) ?? [];
  for (const language of LANGUAGES) {
    const known = new Set(stringsOf(wording[language]).flatMap(([, text]) => wordsIn(text)));
    const strange = notices
      .filter(([about]) => about.language === language)
      .flatMap(([, notice]) => textOf(notice).flatMap(wordsIn))
      .filter((word) => !known.has(word) && !/^\d+$/.test(word));
    expect([...new Set(strange)]).toEqual([]);
  }
});

test('nobody reads the same sentence twice in a row, whatever the two notices are about', () => {
  const sentences = (text: string): string[] => text.split(/(?<=[.?!])\s+/);
  const byTurn = TURNS.map(
    (turn) =>
      new Set(
        notices
          .filter(([about]) => about.turn === turn)
          .flatMap(([, { heading, paragraphs }]) => [heading, ...paragraphs].flatMap(sentences)),
      ),
  );
  for (const turn of TURNS) {
    const next = byTurn[(turn + 1) % TURNS.length] as Set<string>;
    expect([...(byTurn[turn] as Set<string>)].filter((sentence) => next.has(sentence))).toEqual([]);
  }
});

test('urgent reads differently from a nudge', () => {
  const said = ([about, { heading, paragraphs }]: [NoticeFacts, PrivateNotice]): string[] =>
    about.categories[0] === 'wrong-recipient'
      ? [heading, paragraphs[1] as string]
      : [heading, ...paragraphs.slice(1, 3)];
  for (const nudge of table({ kind: 'first', level: 'nudge' })) {
    const about = { ...nudge[0], level: 'urgent' } as const;
    const urgent = said([about, compose(about, wording[about.language])]);
    expect(said(nudge).filter((text) => urgent.includes(text))).toEqual([]);
  }
});

describe('no word blames', () => {
  const BLAMING: Record<(typeof LANGUAGES)[number], RegExp> = {
    en: /\b(?:ban(?:ned)?|forbid\w*|prohibit\w*|not allowed|breach\w*|violat\w*|must(?:n’t| not)?|never|wrongly|careless|mistake|fault|disciplin\w*|warning|offen[cs]e)\b/i,
    cy: /gwahardd|gwaherddir|ni chewch|ni chaniateir|tor[rc]-?cyfraith|troseddu|rhybudd\b|camgymeriad|esgeulus/i,
  };
  test.each(LANGUAGES)('%s', (language) => {
    const bad = stringsOf(wording[language]).filter(([, text]) => BLAMING[language].test(text));
    expect(bad).toEqual([]);
  });
});

describe('reading age, in English, is 11 or less', () => {
  const tooHard = (texts: Iterable<string>): [string, number][] =>
    [...new Set(texts)]
      .map((text): [string, number] => [text, readingAge(text)])
      .filter(([, age]) => age > 11)
      .sort((a, b) => b[1] - a[1]);

  test('of each paragraph of each notice', () =>
    expect(tooHard(english.flatMap(([, { paragraphs }]) => paragraphs))).toEqual([]));

  test('of each notice as a whole, also with three kinds in it', () => {
    const whole = ({ heading, paragraphs }: PrivateNotice): string => [`${heading}.`, ...paragraphs].join(' ');
    const threes = CATEGORIES.flatMap((a, i) =>
      CATEGORIES.slice(i + 1).flatMap((b, j) =>
        CATEGORIES.slice(i + j + 2).flatMap((c) =>
          FLAGGED.flatMap((level) =>
            KINDS.map((kind) =>
              compose(
                facts({ kind, level, categories: [a, b, c], guests: 3, messages: 3, gone: ['name'] }),
                wording.en,
              ),
            ),
          ),
        ),
      ),
    );
    expect(tooHard([...english.map(([, notice]) => notice), ...threes].map(whole))).toEqual([]);
  });

  test('of each paragraph of each reply and lesson, but for the names of sources', () =>
    expect(
      tooHard(
        replies
          .filter(([{ language }]) => language === 'en')
          .flatMap(([, { paragraphs }]) => paragraphs)
          .filter((text) => !text.startsWith('From: ') && text !== 'REWRITE'),
      ),
    ).toEqual([]));

  test('of reasons, checks, thanks for a report, the announcement', () => {
    const { because, check, report, announcement, languageChosen } = wording.en;
    const { do: todo, notKept } = check;
    const texts = [because, todo, notKept, report, announcement, languageChosen];
    expect(tooHard(texts.flatMap((part) => stringsOf(part).map(([, text]) => text)))).toEqual([]);
  });
});

describe('lessons', () => {
  const lessons = LANGUAGES.flatMap((language) =>
    CATEGORIES.map((category) => [language, category, wording[language].why[category]] as const),
  );
  test.each(lessons)('%s, %s: at most 60 words, three options, a source', (_language, _category, lesson) => {
    expect(lesson.lesson.split(/\s+/).length).toBeLessThanOrEqual(60);
    expect(new Set(lesson.options).size).toBe(3);
    expect(lesson.source).toMatch(/NMC|Caldicott|GIG Lloegr|NHS England|GDPR|ICO|National Data Guardian/);
  });

  test('the right option is the same in both languages, and not always in the same place', () => {
    const right = (language: (typeof LANGUAGES)[number]) => CATEGORIES.map((name) => wording[language].why[name].right);
    expect(right('cy')).toEqual(right('en'));
    for (const place of [1, 2, 3]) expect(right('en').filter((at) => at === place).length).toBeGreaterThan(2);
  });
});

test('Welsh is not English', () => {
  const welsh = new Map(stringsOf(wording.cy));
  const same = stringsOf(wording.en).filter(([path, text]) => welsh.get(path) === text && !path.endsWith('.review'));
  expect(same).toEqual([]);
  expect(stringsOf(wording.cy).map(([path]) => path)).toEqual(stringsOf(wording.en).map(([path]) => path));
});

test('a check has words for every category, level and audience', () => {
  for (const language of LANGUAGES)
    for (const category of CATEGORIES)
      for (const level of LEVELS)
        for (const audience of AUDIENCES) {
          const verdict = { level, categories: [category], findings: [], reasons: [category], mode: 'nudge' } as const;
          const left = [category];
          const answer = checked(
            { verdict, audience, readers: 212, guests: 1, suggestion: 'REWRITE', left },
            wording[language],
          );
          for (const text of [answer.heading, ...answer.paragraphs, answer.left ?? ''])
            expect(text).not.toMatch(/[{}]|undefined|null/);
        }
});
