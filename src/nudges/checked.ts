import type { Checked, Joined } from '../chat.ts';
import type { Reason } from '../policy/reasons.ts';
import type { Category, Verdict } from '../policy/types.ts';
import type { Words } from '../policy/wording.ts';
import { fill, isOfPatients, kindsOf, type Readers, readersIn } from './phrases.ts';

/** What the answer to a check is made of. */
export interface CheckFacts extends Readers {
  readonly verdict: Verdict;
  /** The safer version of the draft, ready to copy: for whoever asked, and kept nowhere. */
  readonly suggestion: string | null;
  /** What it can't put right. */
  readonly left: readonly Category[];
}

const MOST_REASONS = 3;

/** In this order: who would see it, what was seen and why that matters here, what to do, that nothing is kept. Pure. */
export function checked({ verdict, suggestion, left, ...place }: CheckFacts, words: Words): Checked {
  const { level, categories, reasons } = verdict;
  const readers = readersIn(place, words, 0);
  const { check } = words;
  if (level === 'clear') {
    return {
      level,
      heading: check.clear,
      paragraphs: [readers, check.do.clear, check.notKept],
      suggestion: null,
      left: null,
    };
  }
  const findings = verdict.findings.map(({ type }) => type);
  const way = isOfPatients(categories) ? [fill(check.way, { way: words.way[place.audience] })] : [];
  return {
    level,
    heading: check[level],
    paragraphs: [
      readers,
      fill(check.seen, { kinds: kindsOf(categories, findings, words) }),
      ...because(reasons, words),
      [check.do[level], ...way].join(' '),
      check.notKept,
    ],
    suggestion,
    left: left.length > 0 ? fill(check.left, { kinds: kindsOf(left, findings, words) }) : null,
  };
}

/** A code that the words don't know is left out: the kinds have been named already. */
function because(codes: readonly string[], { because: sentences }: Words): string[] {
  return codes
    .map((code) => sentences[code as Reason] as string | undefined)
    .filter((sentence) => sentence !== undefined)
    .slice(0, MOST_REASONS);
}

/** What a channel is told when Quietword joins it. */
export const announcement = ({ announcement: { text, where } }: Words, reads: Joined['reads']): string =>
  fill(text, { where: where[reads] });
