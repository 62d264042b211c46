/** What a trainer typed into a question's form: a question that can be asked, or what is wrong with it, field by field. Pure. */
import type { Bank, Question } from '../../../quizzes/bank.ts';
import { faultsOf, normalised } from '../../../quizzes/faults.ts';
import { QUESTION, type QuestionContent } from '../../../quizzes/sheet.ts';
import { isTopic } from '../../../quizzes/stored.ts';
import type { Topic } from '../../../quizzes/topics.ts';
import { hasNoWelsh, isEmptyWay, LANGUAGES, type Language, type Typed, type Way } from './fields.ts';
import { sentenceAt, sentenceOf } from './sentences.ts';

export interface Fault {
  readonly field: string;
  readonly sentence: string;
}

export interface Checks {
  /** As it is now, retired questions left out. */
  readonly bank: Bank;
  /** The question as it is now; undefined where it is a new one. */
  readonly before: Question | undefined;
  readonly id: string;
  /** Ids of ways that were asked before: an answer to one must never count for another. */
  readonly usedIds: readonly string[];
  /** A question of the files has its Welsh; one of a trainer's own may do without. */
  readonly needsWelsh: boolean;
  readonly mayBeTaught: (words: string, language: Language) => boolean;
  /** 2026-11-30. */
  readonly today: string;
}

export type Read =
  | { readonly topic: Topic; readonly content: QuestionContent; readonly welsh: boolean }
  | { readonly faults: readonly Fault[] };

export function readQuestion(typed: Typed, checks: Checks): Read {
  const ways = typed.ways.filter((way) => !isEmptyWay(way));
  const welsh = checks.needsWelsh || !hasNoWelsh(typed);
  const { topic } = typed;
  const parsed = QUESTION.safeParse(contentFrom(typed, ways, welsh, checks));
  const faults: Fault[] = isTopic(topic) ? [] : [{ field: 'topic', sentence: 'Choose what the question is about' }];
  if (!parsed.success) {
    for (const issue of parsed.error.issues) faults.push(sentenceOf(issue, ways));
    return { faults: once(faults, welsh) };
  }
  const content = parsed.data;
  for (const { path, reason } of faultsOf({ topic: 'access', title: { en: '', cy: '' }, questions: [content] }))
    faults.push(sentenceAt(path.slice(2), reason, ways));
  faults.push(...repeated(content, ways, checks), ...named(content, ways, checks));
  if (content.review < checks.today)
    faults.push({ field: 'review-day', sentence: 'The day of the next review is past: choose a later one' });
  const all = once(faults, welsh);
  return all.length > 0 || !isTopic(topic) ? { faults: all } : { topic, content, welsh };
}

function contentFrom(typed: Typed, ways: readonly Way[], welsh: boolean, { id, usedIds }: Checks): unknown {
  const each = ({ en, cy }: Record<Language, string>) => ({ en, cy: welsh ? cy : en });
  const some = (said: Record<Language, string>) => (said.en === '' && said.cy === '' ? undefined : each(said));
  const ids = new Set([...usedIds, ...ways.map((way) => way.id)]);
  return {
    id,
    source: each(typed.source),
    review: isoDate(typed.review),
    rationale: some(typed.rationale),
    variants: ways.map((way) => {
      // Places that are left empty in English are left out, in both languages.
      const places = way.options.en.flatMap((text, index) => (text === '' && !way.options.cy[index] ? [] : [index]));
      const asked = (language: Language) => ({
        stem: way.stem[language],
        options: places.map((place) => way.options[language][place]),
      });
      return {
        id: way.id || nextId(ids),
        right: places.indexOf(Number(way.right) - 1) + 1,
        en: asked('en'),
        cy: asked(welsh ? 'cy' : 'en'),
        rationale: some(way.rationale),
      };
    }),
  };
}

function nextId(ids: Set<string>): string {
  let number = 1;
  while (ids.has(`way-${number}`)) number += 1;
  ids.add(`way-${number}`);
  return `way-${number}`;
}

function isoDate({ day, month, year }: Typed['review']): string {
  return `${year.padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** Stems that are asked elsewhere, or twice here. */
function repeated({ id, variants }: QuestionContent, ways: readonly Way[], { bank }: Checks): Fault[] {
  return LANGUAGES.flatMap((language) => {
    const asked = new Set(
      bank.questions
        .filter((question) => question.id !== id)
        .flatMap((question) => question.variants.map(({ said }) => normalised(said[language].stem))),
    );
    return variants.flatMap((variant, at) => {
      const stem = normalised(variant[language].stem);
      if (!asked.has(stem)) {
        asked.add(stem);
        return [];
      }
      return [sentenceAt(['variants', at, language, 'stem'], 'the same question is asked already', ways)];
    });
  });
}

/** What might name somebody. Words that stand in the question already were judged when they came. */
function named(content: QuestionContent, ways: readonly Way[], { before, mayBeTaught }: Checks): Fault[] {
  const known = new Set(before?.variants.flatMap(({ said }) => LANGUAGES.flatMap((l) => textsOf(said[l]))));
  const judge = (path: readonly PropertyKey[], words: string, language: Language): Fault[] =>
    known.has(words) || mayBeTaught(words, language)
      ? []
      : [
          sentenceAt(
            path,
            'this may name somebody: a made-up case needs no name, number, address or date of birth, so “a patient” or “a colleague” will do',
            ways,
          ),
        ];
  return LANGUAGES.flatMap((language) => [
    ...(content.rationale ? judge(['rationale', language], content.rationale[language], language) : []),
    ...content.variants.flatMap((variant, at) => [
      ...judge(['variants', at, language, 'stem'], variant[language].stem, language),
      ...variant[language].options.flatMap((text, place) =>
        judge(['variants', at, language, 'options', place], text, language),
      ),
      ...(variant.rationale
        ? judge(['variants', at, 'rationale', language], variant.rationale[language], language)
        : []),
    ]),
  ]);
}

const textsOf = ({ stem, options, rationale }: Question['variants'][number]['said']['en']): string[] => [
  stem,
  ...options.map(({ text }) => text),
  rationale,
];

/** One sentence a field. What is said of Welsh that is a copy of the English is said of the English already. */
function once(faults: readonly Fault[], welsh: boolean): Fault[] {
  const told = new Map<string, Fault>();
  for (const fault of faults)
    if ((welsh || !/(^|-)cy(-|$)/.test(fault.field)) && !told.has(fault.field)) told.set(fault.field, fault);
  return [...told.values()];
}
