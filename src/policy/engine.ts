/** A policy at work: text in, verdict out. Synchronous, in memory, no state between calls. */
import { isEntity } from './entities.ts';
import { type Evidence, gather } from './evidence.ts';
import { type Hit, judge } from './judge.ts';
import { INVENTED, REAL } from './lexicons/cues.ts';
import { type Lexicon, loadLexicon } from './lexicons/index.ts';
import { type Normalised, normalise, original } from './normalise.ts';
import type { Person } from './people.ts';
import type { Policy } from './policy.ts';
import { between, inOrder, LONGEST_MARK, type Mark, type Reading } from './reading.ts';
import { type Token, tokenise } from './tokens.ts';
import { CATEGORIES, type Category, type Engine, type Finding, type Judgeable, type Verdict } from './types.ts';

export interface EntityEngine extends Engine {
  /** Every entity of a text with its type and confidence, whatever the verdict. */
  entities(text: string): Finding[];
}

const CLEAR: Verdict = { level: 'clear', categories: [], findings: [], reasons: [], mode: 'nudge' };

let loaded: Lexicon | undefined;

/** Read once for the process: every engine shares it. */
export function lexicon(): Lexicon {
  loaded ??= loadLexicon();
  return loaded;
}

export function createEngine(policy: Policy): EntityEngine {
  const words = lexicon();
  return {
    policy: { name: policy.name, version: policy.version },
    judge({ text, audience, attachments }: Judgeable): Verdict {
      const normalised = normalise(text);
      const evidence = gather(read(normalised, words), attachments, policy);
      const hits = judge(evidence, audience, policy.thresholds).flatMap((hit) => allowed(hit, policy));
      return hits.length === 0 ? CLEAR : verdict(hits, evidence, normalised, policy);
    },
    entities(text: string): Finding[] {
      const normalised = normalise(text);
      const evidence = gather(read(normalised, words), [], policy);
      const isOther = ({ type }: Mark): boolean => type !== 'name' && type !== 'initials';
      const people = [...evidence.people, ...evidence.staff].filter((name) => isEntity(name, normalised.text));
      return findings([...identifying(evidence, new Set()).filter(isOther), ...people], normalised);
    },
  };
}

export function read({ text }: Normalised, words: Lexicon): Reading {
  const lower = lowered(text);
  const tokens = tokenise(text, lower, words);
  const sentences: number[] = [];
  let tags = 0;
  let cues = 0;
  let hints = 0;
  let hasMixed = false;
  let digits = 0;
  const figures: number[] = [];
  for (const token of tokens) {
    tags |= token.tags;
    hints |= token.hints;
    // "not a real patient" holds "real patient", "couldn't make it up" holds "make it up": the longer phrase speaks.
    const own = token.inside ? token.cues & ~(REAL | INVENTED) : token.cues;
    cues |= own;
    sentences[token.sentence] = (sentences[token.sentence] ?? 0) | own;
    if (token.kind === 'number') {
      figures.push(token.start);
      digits += token.end - token.start;
    } else if (token.kind === 'mixed') {
      hasMixed = true;
      digits += figuresOf(text, token, figures);
    }
  }
  return { text, lower, tokens, tags, cues, hints, sentences, hasDigit: digits > 0, hasMixed, digits, figures };
}

/** Adds where the runs of digits of a token start; gives how many digits it has. */
function figuresOf(text: string, { start, end }: Token, figures: number[]): number {
  let digits = 0;
  let inside = false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    const isDigit = code >= 48 && code <= 57;
    if (isDigit) digits++;
    if (isDigit && !inside) figures.push(at);
    inside = isDigit;
  }
  return digits;
}

/** As long as the text, since offsets must hold in both: only the Turkish İ becomes two. */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replaceAll('İ', 'i').toLowerCase();
}

/** A hit without the categories that the policy has turned off, or nothing. */
function allowed(hit: Hit, { modes }: Policy): Hit[] {
  const categories = hit.categories.filter((category) => modes[category] !== 'off');
  return categories.length === 0 ? [] : [{ ...hit, categories }];
}

function verdict(hits: readonly Hit[], evidence: Evidence, normalised: Normalised, { modes }: Policy): Verdict {
  const reasons = new Set(hits.map(({ reason }) => reason));
  const seen = new Set<Category>(hits.flatMap(({ categories }) => categories));
  return {
    level: hits.some(({ level }) => level === 'urgent') ? 'urgent' : 'nudge',
    categories: CATEGORIES.filter((category) => seen.has(category)),
    findings: findings(identifying(evidence, reasons), normalised),
    reasons: [...reasons],
    mode: [...seen].some((category) => modes[category] === 'nudge') ? 'nudge' : 'watch',
  };
}

/** The marks that help to tell who it is. Names that may be anybody's stay out, and so do colleagues'. */
function identifying(evidence: Evidence, reasons: ReadonlySet<string>): Mark[] {
  const owned = reasons.has('birth-with-name') || reasons.has('home-with-more') || reasons.has('contact-with-more');
  const colleague = reasons.has('staff-health') || reasons.has('colleague');
  const isShown = ({ role, form, score, placed, confidence }: Person): boolean => {
    if (form === 'titled' || form === 'full') return role === 'patient' || score >= 0;
    if (role === 'patient') return placed || !colleague;
    return owned && confidence >= SURE_OF_NAME && role === 'unknown';
  };
  const people = evidence.people.filter(isShown);
  const told = inOrder<Mark>([...people, ...evidence.descriptors]);
  const isNear = ({ start }: Mark): boolean =>
    between(told, start - LONGEST_MARK, start + NEAR_SOMEBODY).some(
      (mark) => Math.abs(start - mark.end) < NEAR_SOMEBODY,
    );
  // A place in what somebody is known by is told once; a lent card or a colleague lies in no bed.
  const inTold = insideOf(evidence.descriptors);
  const aboutNobody = reasons.size > 0 && [...reasons].every((reason) => OF_CONDUCT.has(reason));
  return [
    ...evidence.numbers,
    ...evidence.badNumbers,
    ...people,
    ...evidence.births,
    ...evidence.homes,
    ...evidence.areas.filter(({ type }) => type !== 'postcode'),
    ...evidence.postcodes,
    ...evidence.contacts,
    ...(aboutNobody
      ? []
      : evidence.locations.filter((place) => !inTold(place) && (place.kind !== 'unit' || isNear(place)))),
    ...evidence.ages,
    ...evidence.descriptors,
    ...(reasons.has('snooping') ? evidence.acquaintances() : []),
  ];
}

const OF_CONDUCT: ReadonlySet<string> = new Set(['shared-login', 'colleague', 'staff-health', 'unapproved-app']);
const insideOf =
  (marks: readonly Mark[]) =>
  ({ start, end }: Mark): boolean =>
    between(marks, start - LONGEST_MARK, end).some((mark) => mark.start <= start && mark.end >= end);
const SURE_OF_NAME = 0.5;
const NEAR_SOMEBODY = 34;

function findings(marks: readonly Mark[], normalised: Normalised): Finding[] {
  return marks
    .map(({ type, start, end, confidence }) => ({ type, ...original(normalised, start, end), confidence }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
