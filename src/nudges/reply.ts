import type { Choice, PrivateNotice } from '../chat.ts';
import type { Words } from '../policy/wording.ts';
import { compose, offered, toDo } from './compose.ts';
import type { NoticeFacts, ReplyFacts } from './facts.ts';
import { fill, foremost, kindsOf, pick } from './phrases.ts';

/** Characters of somebody's own reason. */
export const LONGEST_REASON = 200;

/** What a choice is answered with, at once. Pure. `notice` gives the notice itself again, as it was. */
export function reply(answer: ReplyFacts, facts: NoticeFacts, words: Words): PrivateNotice {
  if (answer.say === 'notice') return compose(facts, words);
  const said = say(answer, facts, words);
  return {
    incident: facts.incident,
    kind: 'reply',
    level: facts.level,
    language: facts.language,
    heading: said.heading,
    paragraphs: said.paragraphs,
    suggestion: said.suggestion ?? null,
    choices: said.choices ?? [],
    asks: said.asks ?? null,
  };
}

interface Said {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly suggestion?: string;
  readonly choices?: readonly Choice[];
  readonly asks?: PrivateNotice['asks'];
}

function say(answer: Exclude<ReplyFacts, { say: 'notice' }>, facts: NoticeFacts, words: Words): Said {
  const { replies, choices } = words;
  const seen = kindsOf(facts.categories, facts.findings, words);
  const back = button('back', choices.back);
  const afterwards = [button('fixed', choices.fixed, 'primary'), back];

  switch (answer.say) {
    case 'safer':
      return { ...safer(answer, seen, words), choices: afterwards };
    case 'nothing-safer': {
      const { heading, text } = replies.nothingSafer;
      return { heading, paragraphs: [text, ...toDo(facts, words, 'nudge')], choices: afterwards };
    }
    case 'still-there': {
      const kinds = answer.left.length > 0 ? kindsOf(answer.left, facts.findings, words) : seen;
      return { ...plain(replies.stillThere, { kinds }), choices: [button('safer', choices.safer), ...afterwards] };
    }
    case 'clear':
    case 'gone':
      return { ...plain(replies[answer.say]), ...better(answer.say, facts, words), choices: offered(facts, words) };
    case 'ask-reason':
      return { ...plain(replies.askReason), ...askingWhy(words) };
    case 'words-identify':
      return { ...plain(replies.wordsIdentify), ...askingWhy(words) };
    case 'lesson': {
      const { lesson, source, question, options } = words.why[foremost(facts.categories)];
      return {
        heading: replies.lesson,
        paragraphs: [lesson, fill(replies.source, { source }), question],
        choices: [...options.map((option, index) => button(`option:${index + 1}`, option)), back],
      };
    }
    case 'marked': {
      const { options, right, because } = words.why[foremost(facts.categories)];
      const { heading, paragraphs } = plain(answer.chosen === right ? replies.right : replies.wrong, {
        answer: unquoted(options[right - 1] as string),
      });
      return { heading, paragraphs: [...paragraphs, because], choices: [back] };
    }
    default: {
      const { words: key, back: goesBack } = SIMPLE[answer.say];
      return { ...plain(replies[key]), choices: [...offered(facts, words), ...(goesBack ? [back] : [])] };
    }
  }
}

const plain = ({ heading, text }: { heading: string; text: string }, values: Record<string, string> = {}): Said => ({
  heading,
  paragraphs: [fill(text, values)],
});

const button = (action: string, label: string, style: Choice['style'] = 'plain'): Choice => ({ action, label, style });

/** To be copied, or where the platform keeps the answer, only what was put in and where. */
function safer(answer: Extract<ReplyFacts, { say: 'safer' }>, kinds: string, words: Words): Said {
  const { replies } = words;
  const left = answer.left.length > 0 ? [fill(replies.saferLeft, { kinds: kindsOf(answer.left, [], words) })] : [];
  const { heading, paragraphs } = answer.masked ? plain(replies.saferMasked, { kinds }) : plain(replies.safer);
  return answer.masked
    ? { heading, paragraphs: [...paragraphs, answer.text, ...left] }
    : { heading, paragraphs: [...paragraphs, ...left], suggestion: answer.text };
}

/** What changed for the better; nothing, where nothing is known of the message. */
function better(how: 'clear' | 'gone', facts: NoticeFacts, words: Words): Pick<Said, 'paragraphs'> {
  const text = words.replies[how].text;
  if (facts.categories.length === 0) return { paragraphs: [text] };
  const kinds = kindsOf(facts.categories, facts.findings, words);
  const thanks = fill(pick(words.thanks[how === 'gone' ? 'deleted' : 'edited'], facts.turn), { kinds });
  return { paragraphs: [text, thanks, ...(facts.early ? [pick(words.thanks.early, facts.turn)] : [])] };
}

function askingWhy({ reasons, choices }: Words): Pick<Said, 'choices' | 'asks'> {
  return {
    choices: [
      ...Object.entries(reasons).map(([reason, label]) => button(`reason:${reason}`, label)),
      button('back', choices.back),
    ],
    asks: { action: 'reason-words', label: choices.ownWords, submit: choices.send, longest: LONGEST_REASON },
  };
}

/** An option that is itself a quotation doesn't get a second pair of marks. */
const unquoted = (option: string): string => option.replace(/^“(.*)”$/, '$1');

/** Those that only say something, and whether there is a notice to go back to. */
const SIMPLE = {
  'cannot-read': { words: 'cannotRead', back: true },
  'said-fixed': { words: 'saidFixed', back: true },
  'not-patient': { words: 'notPatient', back: true },
  needed: { words: 'needed', back: true },
  already: { words: 'already', back: false },
  'not-yours': { words: 'notYours', back: false },
  'too-old': { words: 'tooOld', back: false },
  'not-known': { words: 'notKnown', back: false },
} as const;
