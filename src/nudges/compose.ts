import type { Choice, PrivateNotice } from '../chat.ts';
import type { Words } from '../policy/wording.ts';
import type { NoticeFacts } from './facts.ts';
import { fill, foremost, hasOutsiders, isOfPatients, isSeveral, kindsOf, pick, readersIn } from './phrases.ts';

/** In this order: who can see it, what was seen in kinds, what to do, that it stays between us. Pure. */
export function compose(facts: NoticeFacts, words: Words): PrivateNotice {
  const { heading, paragraphs } = SAY[facts.kind](facts, words);
  return {
    incident: facts.incident,
    kind: facts.kind,
    level: facts.level,
    language: facts.language,
    heading: pick(heading, facts.turn),
    paragraphs,
    suggestion: null,
    choices: facts.kind === 'thanks' ? offered(facts, words) : choicesFor(facts, words.choices),
    asks: null,
  };
}

interface Said {
  readonly heading: readonly string[];
  readonly paragraphs: readonly string[];
}
type Say = (facts: NoticeFacts, words: Words) => Said;

const first: Say = (facts, words) => ({
  heading: words.heading[facts.level],
  paragraphs: [
    withQuestion(facts, words),
    seen(words.seen[facts.level], facts, words),
    ...toDo(facts, words, facts.level),
    pick(words.closing, facts.turn),
  ],
});

const left: Say = (facts, words) =>
  // Nothing is known to have gone: an honest first word is better than praise.
  facts.gone.length === 0
    ? first(facts, words)
    : {
        heading: words.heading.left,
        paragraphs: [
          readersIn(facts, words, facts.turn),
          seen(words.seen.left, facts, words),
          ...toDo(facts, words, facts.level),
          pick(words.closing, facts.turn),
        ],
      };

const summary: Say = (facts, words) => ({
  heading: words.heading.summary,
  paragraphs: [
    withQuestion(facts, words),
    seen(words.seen.summary, facts, words),
    ...toDo(facts, words, facts.level),
    pick(words.closing, facts.turn),
  ],
});

/** Urgent, but said as gently as a nudge: whoever has not got to it is busy. It tells what comes next, so that nobody is surprised. */
const reminder: Say = (facts, words) => ({
  heading: words.heading.reminder,
  paragraphs: [
    readersIn(facts, words, facts.turn),
    seen(words.seen.reminder, facts, words),
    ...toDo(facts, words, 'nudge'),
    pick(words.closingReminder, facts.turn),
  ],
});

const thanks: Say = (facts, words) => ({
  heading: words.heading.thanks,
  paragraphs: [
    seen(words.thanks[facts.putRight ?? 'edited'], facts, words),
    ...(facts.early ? [pick(words.thanks.early, facts.turn)] : []),
  ],
});

const SAY: Record<NoticeFacts['kind'], Say> = { first, left, summary, reminder, thanks, reply: first };

/** Where guests or outsiders read, it asks whether they were meant: the wrong group is soon picked on a phone. */
function withQuestion(facts: NoticeFacts, words: Words): string {
  const readers = readersIn(facts, words, facts.turn);
  const isAsked = hasOutsiders(facts) && facts.audience !== 'direct' && !facts.categories.includes('wrong-recipient');
  return isAsked ? `${readers} ${pick(words.readers.meant, facts.turn)}` : readers;
}

function seen(wordings: readonly string[], facts: NoticeFacts, words: Words): string {
  return fill(pick(wordings, facts.turn), {
    kinds: kindsOf(facts.categories, facts.findings, words),
    gone: kindsOf(facts.gone, facts.goneFindings, words),
    n: String(facts.messages),
  });
}

/** One line, or two where it went to the wrong people: take it back, and say so. */
export function toDo(facts: NoticeFacts, words: Words, level: 'nudge' | 'urgent'): string[] {
  const category = foremost(facts.categories);
  if (category === 'wrong-recipient') {
    return [pick(words.recall[facts.platform], facts.turn), pick(words.duty, facts.turn)];
  }
  const what = isSeveral(facts.categories) ? 'several' : category;
  return [fill(pick(words.do[what][level], facts.turn), { way: words.way[facts.audience] })];
}

/** Two lines on why, for whoever likes: a choice, and nothing that has to be done. */
export const offered = ({ offers }: NoticeFacts, { refresher }: Words): Choice[] =>
  offers ? [{ action: 'refresher:offer', label: refresher.choices.offer, style: 'plain' }] : [];

function choicesFor({ kind, categories }: NoticeFacts, labels: Words['choices']): Choice[] {
  // Of a colleague, a login or an app "it isn't about a patient" would be no answer: it never was.
  const disputed = isOfPatients(categories) ? labels.notPatient : labels.notSo;
  // Of several messages there isn't one safer version.
  const safer: Choice[] = kind === 'summary' ? [] : [{ action: 'safer', label: labels.safer, style: 'plain' }];
  return [
    ...safer,
    { action: 'fixed', label: labels.fixed, style: 'primary' },
    { action: 'not-patient', label: disputed, style: 'plain' },
    { action: 'needed', label: labels.needed, style: 'plain' },
    { action: 'why', label: labels.why, style: 'plain' },
  ];
}
