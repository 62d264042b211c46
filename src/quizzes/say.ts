/** A question, and what is said to an answer, ready to be shown. Pure. */
import type { Choice, PrivateNotice } from '../chat.ts';
import { fill, pick } from '../nudges/phrases.ts';
import type { Language } from '../policy/types.ts';
import type { Words } from '../policy/wording.ts';
import type { Variant } from './bank.ts';
import type { Card } from './deck.ts';

/** Which question of which round, and for whom. */
export interface Place {
  /** Of what was asked: buttons carry it. */
  readonly id: string;
  /** From 1. */
  readonly place: number;
  readonly questions: number;
  readonly language: Language;
}

const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** How many and how long is said up front; the options stand in full, since a phone cuts a long button. */
export function sayQuestion(
  at: Place & { readonly isReminder?: boolean },
  { variant }: Card,
  words: Words,
): PrivateNotice {
  const { heading, reminder, upFront, last, englishOnly, choices } = words.quiz;
  const { stem, options } = variant.said[at.language];
  const ahead = at.place > 1 ? last : at.questions > 1 ? upFront.two : upFront.one;
  return notice(at, 'quiz', {
    heading: pick(at.isReminder ? reminder : heading, Number.parseInt(at.id.slice(0, 8), 16) || 0),
    paragraphs: [
      ahead,
      ...(isOnlyEnglish(variant) && at.language !== 'en' ? [englishOnly] : []),
      stem,
      ...options.map(({ text }, index) => `${LETTERS[index]}. ${text}`),
    ],
    choices: [
      ...options.map((_, index) => button(`option:${index + 1}`, LETTERS[index] as string)),
      button('later', choices.later),
      button('pause', choices.pause),
    ],
  });
}

/** A trainer's question that has no Welsh holds its English in both. */
const isOnlyEnglish = ({ said }: Variant): boolean => said.cy.stem === said.en.stem;

/** Right or wrong, why, and where it comes from; and on to the next, where there is one. */
export function sayMarked(
  at: Place & { readonly isLast: boolean },
  card: Card,
  chosen: number,
  words: Words,
): PrivateNotice {
  const { options, rationale } = card.variant.said[at.language];
  const right = options.find((option) => option.right)?.text ?? '';
  const { heading, text } = options[chosen - 1]?.right ? words.replies.right : words.replies.wrong;
  const source = fill(words.replies.source, { source: card.question.source[at.language] });
  return notice(at, 'reply', {
    heading,
    paragraphs: [fill(text, { answer: quotable(right) }), rationale, source],
    choices: at.isLast ? [] : [button('next', words.quiz.choices.next, 'primary')],
  });
}

/** As it stands between quotation marks. */
const quotable = (text: string): string =>
  text
    .replace(/^“([^“”]*)”$/, '$1')
    .replaceAll('“', '‘')
    .replaceAll('”', '’');

export type Plainly =
  | 'later'
  | 'paused'
  | 'resumed'
  | 'changed'
  | 'noMore'
  | 'nothingDue'
  | 'notYours'
  | 'tooOld'
  | 'notKnown';

/** What is said to any other choice. `values`: what is filled in. */
export function sayPlainly(
  what: Plainly,
  at: Pick<Place, 'id' | 'language'>,
  words: Words,
  values: Readonly<Record<string, string>> = {},
): PrivateNotice {
  const { quiz, replies } = words;
  const { heading, text } =
    what === 'notYours' || what === 'tooOld' || what === 'notKnown' ? replies[what] : quiz.replies[what];
  return notice(at, 'reply', {
    heading,
    paragraphs: [fill(text, values)],
    choices: what === 'paused' ? [button('resume', quiz.choices.resume)] : [],
  });
}

/** In the place of a card that another has come after. `again`: the same is asked again there. */
export function sayMoved(
  at: Pick<Place, 'id' | 'language'>,
  { again, kind }: { readonly again: boolean; readonly kind: 'quiz' | 'survey' },
  words: Words,
): PrivateNotice {
  const { quiz, survey } = words;
  const { heading, text } = again ? quiz.replies.moved : quiz.replies.madeWay;
  const open =
    kind === 'quiz'
      ? button('open', quiz.choices.open)
      : { action: 'survey:start', label: survey.open, style: 'plain' as const };
  return notice(at, 'reply', { heading, paragraphs: [text], choices: again ? [] : [open] });
}

const button = (action: string, label: string, style: Choice['style'] = 'plain'): Choice => ({
  action: `quiz:${action}`,
  label,
  style,
});

const notice = (
  { id, language }: Pick<Place, 'id' | 'language'>,
  kind: 'quiz' | 'reply',
  said: Pick<PrivateNotice, 'heading' | 'paragraphs' | 'choices'>,
): PrivateNotice => ({ incident: id, kind, level: 'nudge', language, ...said, suggestion: null, asks: null });
