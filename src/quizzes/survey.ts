/** The anonymous survey: three questions, after the one of 2018 that is beside it on the awareness page. Pure. */
import type { Choice, PrivateNotice } from '../chat.ts';
import { fill } from '../nudges/phrases.ts';
import type { Language } from '../policy/types.ts';
import type { Words } from '../policy/wording.ts';

/** In this order, each with what can be answered. */
export const SURVEY = [
  { question: 'messaging', options: ['yes', 'no'] },
  { question: 'rules', options: ['yes', 'no', 'unsure'] },
  { question: 'wrong-person', options: ['yes', 'no', 'unsure'] },
] as const;

export type SurveyOption = (typeof SURVEY)[number]['options'][number];
/** One answer to each question, in their order. */
export type SurveyAnswers = readonly SurveyOption[];

/**
 * The answers travel in the buttons, from one question to the next, so that nothing is kept before the last one is given: there
 * is no half survey that would be somebody's.
 */
export type SurveyPress =
  | { readonly do: 'ask'; readonly answers: SurveyAnswers }
  | { readonly do: 'count'; readonly answers: SurveyAnswers }
  | { readonly do: 'decline' }
  | { readonly do: 'not-known' };

export function readSurveyPress(action: string): SurveyPress {
  const [, ...given] = action.split(':');
  if (given.length === 1 && given[0] === 'decline') return { do: 'decline' };
  if (given.length === 1 && given[0] === 'start') return { do: 'ask', answers: [] };
  const fits = given.every((option, at) => SURVEY[at]?.options.some((known) => known === option));
  if (!fits || given.length === 0) return { do: 'not-known' };
  const answers = given as SurveyOption[];
  return { do: answers.length === SURVEY.length ? 'count' : 'ask', answers };
}

interface At {
  /** Of the round: buttons carry it. */
  readonly id: string;
  readonly language: Language;
}

/** The question after those that are answered. */
export function saySurvey({ id, language }: At, answers: SurveyAnswers, words: Words): PrivateNotice {
  const { heading, upFront, place, questions, options, decline } = words.survey;
  const next = SURVEY[answers.length] ?? SURVEY[0];
  const button = (action: string, label: string): Choice => ({ action: `survey:${action}`, label, style: 'plain' });
  const ahead = answers.length === 0 ? upFront : fill(place, { n: String(answers.length + 1) });
  return {
    incident: id,
    kind: 'quiz',
    level: 'nudge',
    language,
    heading,
    paragraphs: [ahead, questions[next.question]],
    choices: [
      ...next.options.map((option) => button([...answers, option].join(':'), options[option])),
      button('decline', decline),
    ],
    suggestion: null,
    asks: null,
  };
}

export type SurveyReply = keyof Words['survey']['replies'];

export function saySurveyReply({ id, language }: At, what: SurveyReply, words: Words): PrivateNotice {
  const { heading, text } = words.survey.replies[what];
  return {
    incident: id,
    kind: 'reply',
    level: 'nudge',
    language,
    heading,
    paragraphs: [text],
    choices: [],
    suggestion: null,
    asks: null,
  };
}
