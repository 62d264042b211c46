/** A refresher as one person sees it: to be read, marked as read, answered. Pure. */
import type { Choice, Picture, Platform, PrivateNotice } from '../chat.ts';
import { fill } from '../nudges/phrases.ts';
import type { Language } from '../policy/types.ts';
import type { Words } from '../policy/wording.ts';
import type { RefresherContent } from '../store/refreshers.ts';
import { picturePath } from './picture.ts';

/** Of which copy, and how far its reader has come. */
export interface Reading {
  /** Of the copy: buttons carry it. */
  readonly id: string;
  readonly isTest: boolean;
  readonly acknowledged: boolean;
  /** From 1; null where none was chosen yet. */
  readonly chosen: number | null;
}

export type Said = Pick<RefresherContent, 'said' | 'picture' | 'alt' | 'question' | 'acknowledge'>;

const LETTERS = ['A', 'B', 'C', 'D'] as const;

/** Whoever reads Welsh gets it all in Welsh, or all in English where a part of it has none. */
export const languageFor = ({ said, question }: Said, wanted: Language | null): Language =>
  wanted === 'cy' && said.cy !== null && (question === null || question.cy !== null) ? 'cy' : 'en';

/** `language`: one that `languageFor` gives. */
export function sayRefresher(
  refresher: Said,
  reading: Reading,
  language: Language,
  words: Words,
  picture: Picture | null,
): PrivateNotice {
  const { title, words: paragraphs } = refresher.said[language] ?? refresher.said.en;
  const isAsked = refresher.acknowledge && !reading.acknowledged;
  const question = questionIn(refresher, reading.chosen, language, words);
  return {
    incident: reading.id,
    kind: 'refresher',
    level: 'nudge',
    language,
    heading: title,
    paragraphs: [
      ...(reading.isTest ? [words.refresher.test] : []),
      ...paragraphs.split(/\n{2,}/),
      ...(reading.acknowledged ? [words.refresher.noted] : []),
      ...question.paragraphs,
    ],
    ...(picture === null ? {} : { picture }),
    suggestion: null,
    choices: [...(isAsked ? [button('read', words.refresher.choices.read, 'primary')] : []), ...question.choices],
    asks: null,
  };
}

/** The options stand in full above their buttons, since a phone cuts a long button. */
function questionIn(
  { question }: Said,
  chosen: number | null,
  language: Language,
  words: Words,
): Pick<PrivateNotice, 'paragraphs' | 'choices'> {
  if (question === null) return { paragraphs: [], choices: [] };
  const { stem, options, rationale, source } = question[language] ?? question.en;
  if (chosen === null) {
    const lettered = options.map((text, index) => `${LETTERS[index]}. ${text}`);
    const choices = options.map((_, index) => button(`option:${index + 1}`, LETTERS[index] as string));
    return { paragraphs: [words.refresher.question, stem, ...lettered], choices };
  }
  const { heading, text } = chosen === question.right ? words.replies.right : words.replies.wrong;
  const answer = options[question.right - 1]?.replace(/^“(.*)”$/, '$1') ?? '';
  const from = source === null ? [] : [fill(words.replies.source, { source })];
  return { paragraphs: [stem, heading, fill(text, { answer }), rationale, ...from], choices: [] };
}

/** Platforms fetch it by https only; a page of ours knows where it is. Null where it can't be shown. */
export function pictureFor(
  { picture, alt }: Said,
  { platform, publicUrl, language }: { platform: Platform; publicUrl: string; language: Language },
): Picture | null {
  if (picture === null || alt === null) return null;
  const path = picturePath(picture);
  const shown = { alt: alt[language] ?? alt.en };
  if (platform === 'simulator') return { url: path, ...shown };
  return publicUrl.startsWith('https:') ? { url: `${publicUrl}${path}`, ...shown } : null;
}

export const PREFIX = 'refresher:';

const button = (action: string, label: string, style: Choice['style'] = 'plain'): Choice => ({
  action: `${PREFIX}${action}`,
  label,
  style,
});

export type Plainly = 'notYours' | 'tooOld' | 'notKnown' | 'gone';

export function sayPlainly(what: Plainly, at: { id: string; language: Language }, words: Words): PrivateNotice {
  const { heading, text } = what === 'gone' ? words.refresher.gone : words.replies[what];
  const { id: incident, language } = at;
  return {
    incident,
    kind: 'reply',
    level: 'nudge',
    language,
    heading,
    paragraphs: [text],
    suggestion: null,
    choices: [],
    asks: null,
  };
}
