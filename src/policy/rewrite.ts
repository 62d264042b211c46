import type { Engine, Finding, Judgeable, SpanType, Verdict } from './types.ts';

/** A safer version of a message. It is for the poster's eyes only, and holds what they wrote: never store it. */
export interface Rewrite {
  readonly text: string;
  /** How the engine judges it now. Not clear where what is left can't be written away, such as gossip or a picture. */
  readonly verdict: Verdict;
}

/**
 * Replaces what identifies, and no more than it takes: first what singles a person out alone, then what
 * they are known by, then where they lie; the ward's own channel keeps its bed numbers so. Pure.
 */
export function rewrite(engine: Engine, message: Judgeable, verdict: Verdict): Rewrite {
  let best: Rewrite = { text: message.text, verdict };
  const replaced: SpanType[] = [];
  for (const step of STEPS) {
    if (best.verdict.level === 'clear') break;
    replaced.push(...step);
    const text = replaceFindings(
      message.text,
      verdict.findings.filter(({ type }) => replaced.includes(type)),
    );
    if (text !== best.text) best = { text, verdict: engine.judge({ ...message, text }) };
  }
  return best;
}

const STEPS: readonly (readonly SpanType[])[] = [
  [
    'nhs-number',
    'chi-number',
    'hc-number',
    'mrn',
    'ni-number',
    'name',
    'initials',
    'date-of-birth',
    'address',
    'phone',
    'email',
  ],
  ['descriptor', 'age', 'postcode'],
  ['location'],
];

const INSTEAD: Record<SpanType, string> = {
  'nhs-number': '[number in the record]',
  'chi-number': '[number in the record]',
  'hc-number': '[number in the record]',
  mrn: '[number in the record]',
  'ni-number': '[number in the record]',
  name: '[patient]',
  initials: '[patient]',
  descriptor: '[patient]',
  'date-of-birth': '[date of birth in the record]',
  age: '[age]',
  address: '[address in the record]',
  postcode: '[area]',
  phone: '[phone number in the record]',
  email: '[e-mail in the record]',
  location: '[place]',
};

function replaceFindings(text: string, findings: readonly Finding[]): string {
  let result = '';
  let at = 0;
  for (const { type, start, end } of [...findings].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < at) continue;
    result += text.slice(at, start) + INSTEAD[type];
    at = end;
  }
  return (
    (result + text.slice(at))
      // One person, said twice in a row ("Jean Smyth, JS", "the teacher, Mr Young").
      .replace(/(\[[a-z -]+\])(?:[\s,(]{1,3}\1\)?)+/g, '$1')
      .replace(/\b(?:the|a|an|our|that|this) (\[patient\])/gi, '$1')
  );
}

/** What a rewrite put in, and nothing of what was written: for where an answer is kept. */
export function masked({ text }: Rewrite): string {
  const put = text.match(/\[[a-z -]+\]/g)?.filter((part) => Object.values(INSTEAD).includes(part)) ?? [];
  return `… ${put.map((part) => `${part} …`).join(' ')}`;
}
