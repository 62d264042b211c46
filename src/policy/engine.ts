/** A policy at work: text in, verdict out. Synchronous, in memory, no state between calls. */

import { decide } from './decide.ts';
import { isEntity } from './entities.ts';
import { type Evidence, gather } from './evidence.ts';
import { identifying } from './identifying.ts';
import { type Hit, judge } from './judge.ts';
import { INVENTED, REAL } from './lexicons/cues.ts';
import type { Lexicon } from './lexicons/index.ts';
import { STAFF_ROLE } from './lexicons/tags.ts';
import { factsOf, marksOf } from './model/facts.ts';
import type { Kind } from './model/labels.ts';
import { model } from './model/model.ts';
import type { Piece, Tagged } from './model/tagger.ts';
import { type Normalised, normalise, original } from './normalise.ts';
import type { Person } from './people.ts';
import type { Policy } from './policy.ts';
import type { Mark, Reading } from './reading.ts';
import { isNameOfStaff } from './staff-names.ts';
import { type Token, tokenise } from './tokens.ts';
import type { Engine, Finding, Judgeable, Verdict } from './types.ts';

export interface EntityEngine extends Engine {
  /** Every entity of a text with its type and confidence, whatever the verdict. */
  entities(text: string): Finding[];
  /** Whether a text may name anybody, colleagues too: where either rules or weights think so, and not both as in `entities`. */
  mayName(text: string): boolean;
}

const CLEAR: Verdict = { level: 'clear', categories: [], findings: [], reasons: [], mode: 'nudge' };

/** The word lists, read once for the process. */
export const lexicon = (): Lexicon => model().lexicon;

export function createEngine(policy: Policy): EntityEngine {
  const { lexicon: words, tagger, heads } = model();
  return {
    policy: {
      name: policy.name,
      version: policy.version,
      digest: policy.digest,
      modes: policy.modes,
      excludedChannels: policy.excludedChannels,
      careTeamMembers: policy.careTeamMembers,
      teamsTips: policy.teamsTips,
      nudging: policy.nudging,
      quizzing: policy.quizzing,
      wording: policy.wording,
    },
    excludes: ({ id, name }) =>
      policy.excluded.test(id.toLowerCase()) || policy.excluded.test((name ?? '').toLowerCase()),
    judge({ text, audience, attachments, colleagues }: Judgeable): Verdict {
      const normalised = normalise(text);
      const reading = read(normalised, words);
      const evidence = gather(reading, attachments, policy, colleagues);
      const hits = judge(evidence, audience);
      const tagged = withDirectory(tagger.tag(reading, marksOf(reading, evidence)), reading, evidence, colleagues);
      const facts = factsOf(evidence, hits);
      const odds = heads.weigh({ reading, pieces: tagged.pieces, of: tagged.looks, audience, attachments, facts });
      const found = kindsIn(reading, tagged.pieces, evidence);
      const plainlyNamed = hits.some(isNamed) && evidence.people.some(isPlainly);
      const decided = decide({ odds, hits, found, plainlyNamed, audience, length: text.length }, policy);
      if (decided === undefined) return CLEAR;
      return {
        ...decided,
        findings: findings(identifying(reading, tagger.generously(reading), evidence, decided.reasons), normalised),
      };
    },
    mayName(text: string): boolean {
      const reading = read(normalise(text), words);
      const evidence = gather(reading, [], policy);
      tagger.tag(reading, marksOf(reading, evidence));
      return (
        tagger.generously(reading).some(({ kind }) => NAMES.has(kind)) ||
        [...evidence.people, ...evidence.staff].some(
          ({ form, confidence }) => form !== 'single' || confidence >= LIKELY,
        )
      );
    },
    entities(text: string): Finding[] {
      const normalised = normalise(text);
      const reading = read(normalised, words);
      const evidence = gather(reading, [], policy);
      tagger.tag(reading, marksOf(reading, evidence));
      const pieces = tagger.generously(reading);
      const isOther = ({ type }: Mark): boolean => type !== 'name' && type !== 'initials';
      // Where rules and tagger agree: either alone takes too many words of other kinds of text for names.
      const tagged = pieces.filter(({ kind }) => kind === 'name' || kind === 'staff');
      const isTagged = ({ first, last }: Person): boolean =>
        tagged.some((piece) => piece.first <= last && piece.last >= first);
      const people = [...evidence.people, ...evidence.staff].filter(
        (name) => isEntity(name, normalised.text) && isTagged(name),
      );
      return findings([...identifying(reading, pieces, evidence, []).filter(isOther), ...people], normalised);
    },
  };
}

const NAMES: ReadonlySet<Kind> = new Set(['name', 'staff', 'initials']);
/** Below it a single word is rather a word than a name. */
const LIKELY = 0.6;
/** From it the rules name a patient by themselves: title and name, or "SURNAME, Forename". */
const SURE = 0.85;

/** By which the rules are sure of a patient, in cues and in log odds: of 53,000 marked messages that are clear they are so of four. */
const PLAIN_CUES = 3.5;
const PLAIN_ODDS = 3;
const isSaidPlainly = ({ professional, score, rules }: Person): boolean =>
  !professional && rules.patient - rules.staff >= PLAIN_CUES && score >= PLAIN_ODDS;
const isPlainly = (one: Person): boolean => one.role === 'patient' && one.form === 'titled' && isSaidPlainly(one);
const isNamed = ({ reason }: Hit): boolean => reason === 'named' || reason === 'named-with-health';

/** Names of the staff directory are colleagues', where the rules don't see a patient in them. */
function withDirectory(
  tagged: Tagged,
  { lower }: Reading,
  { staff }: Evidence,
  colleagues?: ReadonlySet<string>,
): Tagged {
  const listed = staff.filter(({ start, end }) => colleagues && isNameOfStaff(colleagues, lower.slice(start, end)));
  if (listed.length === 0) return tagged;
  const isListed = (piece: Piece): boolean =>
    listed.some(({ first, last }) => piece.first <= last && piece.last >= first);
  return {
    ...tagged,
    pieces: tagged.pieces.map((piece) =>
      piece.kind === 'name' && isListed(piece) ? { ...piece, kind: 'staff' } : piece,
    ),
  };
}

/** What there is of each kind: by the tagger, by a number that checks, by a name that the rules are sure of, by a colleague's role ("our receptionist"). */
function kindsIn({ tags }: Reading, pieces: readonly Piece[], { numbers, badNumbers, people }: Evidence): Set<Kind> {
  const kinds = new Set(pieces.map(({ kind }) => kind));
  if (
    people.some(
      (one) => one.role === 'patient' && one.form !== 'single' && (one.confidence >= SURE || isSaidPlainly(one)),
    )
  )
    kinds.add('name');
  if (numbers.length + badNumbers.length > 0) kinds.add('number');
  if ((tags & STAFF_ROLE) !== 0) kinds.add('staff');
  return kinds;
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

function findings(marks: readonly Mark[], normalised: Normalised): Finding[] {
  return marks
    .map(({ type, start, end, confidence }) => ({ type, ...original(normalised, start, end), confidence }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
