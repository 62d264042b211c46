/**
 * A colleague's own illness told to others. Who it is and how it is told add up: a colleague's name, what they have
 * right behind it, the rota or a whisper beside it. "Has called in sick" is the rota's business, and clear.
 */
import { CURIOUS, ILL, LAUGH, SECRET, WORK } from '../lexicons/cues.ts';
import { BED, BUILDING, KIN, PERSON, SAID, STAFF_ROLE, UNIT } from '../lexicons/tags.ts';
import type { Person } from '../people.ts';
import { has, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';

const SICK_ONLY = /\b(?:called|calling|rung|rang|phoned|ringing) in sick\b|\boff sick\b/;
/** Illnesses by name, but also much else that staff say all day. */
const ORDINARY = new Set(
  'hot red cold grey blue primary stable unstable comfortable settled critical terminal palliative block foot hip knee heel heels stump fall falls fell accident fits clot reaction temperature weight hap cap af ca mi vt pe ami primary results positive negative pain upset lump heart weak wrist ankle operation collapsed poorly unwell arrest arrested flu cough sore burn burns wound wounds reflux driver relapse tb sob sepsis trauma fracture fractures stroke strokes dementia delirium frailty infection infections bleed ulcer ulcers pressure blood'.split(
    ' ',
  ),
);
/** Ordinary on a ward, and still told of a colleague where the name owns it or has it. */
const HAS =
  /^(?:'s|s)?,? (?:\p{L}+ ){0,2}?(?:is|has|had|having|got|gets|getting|was|been|being|on|with|w|diagnosed|'s|lost|having|waiting|struggling|suffering|recovering|tested|drinking|lost|off|fainted|collapsed|can't|cant)\b/u;
/** Time off, adjustments and meetings that only people at work have. */
const AT_WORK =
  /\b(?:off (?:with|w|for|till?|until|again|sick)|signed off|fit note|sick note|sickness|phased return|back (?:after|on|from|at work|to work|in work)|oh (?:referral|review|appt|appointment)|(?:refer\w* to|under|seen|see) (?:oh|occ(?:y|upational)? health)|occ(?:y|upational)? health|return to work|rtw|stage (?:1|2|one|two)|trigger|adjustments?|light duties|reasonable|won'?t be in|not (?:be )?in (?:today|tonight|tomorrow|work)|can'?t (?:drive|do nights|lift|work)|on with (?:her|him)|(?:off|on|from) (?:the )?(?:nights?|lates?|earlies|days|on[- ]call)|lone (?:working|driving)|(?:be|go) (?:easy|gentle|kind|nice)|(?:went|gone|sent) home|take (?:his|her) (?:bay|patients|list|calls|run)|(?:on|at) (?:the|her|his) desk|clinics? (?:is |are |all )?(?:cancelled|off)|collection|needlestick|works here|switch|one short|any takers|(?:line )?manager|1:1s?|sops? (?:last|this|yesterday)|cover (?:her|his)|(?:her|his) (?:shifts?|clinics?|nights?|lists?|lates?|earlies|desk|caseload|rounds?)|working from home|whip[- ]?round|get well|collection for|card for|half term|rota|roster|colleagues?|our team)\b/;
const PATIENT = /\b(?:patients?|pts?|lady|gent|gentleman|residents?|clients?|carers?|admit(?:ted)?|discharged?)\b/;
/** A name in lower case, and the least that one with a capital must be: below lie words that may be names. */
const LOWER = 0.3;
const LEAST = 0.42;
const REACH = 16;
const ENOUGH = 1.75;

const isIll = (token: Token): boolean => (token.cues & ILL) !== 0 && (token.phrase > 1 || !ORDINARY.has(token.word));

/** What is ordinary elsewhere is somebody's own where they plainly had it. */
const HAD =
  /^(?:'s|s)? (?:has |just |only )*(?:had|been diagnosed with|diagnosed with|recovering from|off with|back after) (?:an?|the|her|his|another)? ?[\p{L} ]{0,12}$/u;

export const isSickOnly = ({ lower }: Reading): boolean => SICK_ONLY.test(lower);

export function isColleagueIll(reading: Reading, all: readonly Person[]): boolean {
  if ((reading.cues & ILL) === 0 || isSickOnly(reading)) return false;
  const { tokens, tags, lower, cues } = reading;
  let whole = 0;
  if (AT_WORK.test(lower)) whole += 1;
  if ((cues & WORK) !== 0) whole += 0.5;
  if ((cues & SECRET) !== 0) whole += 1;
  if ((cues & LAUGH) !== 0 && (cues & CURIOUS) === 0) whole += 0.25;
  if ((tags & BED) !== 0) whole -= 0.75;
  if (PATIENT.test(lower)) whole -= 0.5;
  if (whole <= 0) return false;
  for (const person of all) {
    const { role, confidence, placed, form, professional, score, last } = person;
    if (
      placed ||
      form === 'initials' ||
      (confidence !== LOWER && confidence < LEAST) ||
      (form === 'titled' && !professional && role === 'patient')
    )
      continue;
    let points = whole + told(reading, last);
    if (role === 'staff') points += professional || score < -1 ? 1 : 0.5;
    else if (role === 'patient') points -= form === 'single' ? 0.25 : 1;
    if (confidence < 0.6) points -= 0.5;
    if (points >= ENOUGH && told(reading, last) > 0) return true;
  }
  return tokens.some(
    (token, at) =>
      has(token, STAFF_ROLE) &&
      !has(token, SAID | KIN) &&
      /^(?:our|the|that|new|one|a|lead|senior|other)$/.test(tokens[at - 1]?.word ?? '') &&
      told(reading, at + token.phrase - 1) === 1 &&
      whole + 1 >= ENOUGH,
  );
}

/** How plainly an illness is told of whoever ends at token `last`. Beds and patients between belong to somebody else. */
function told({ lower, tokens }: Reading, last: number): number {
  const subject = tokens[last] as Token;
  for (let at = last + 1; at <= last + REACH && at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (
      token.line !== subject.line ||
      (has(token, BED | PERSON) && !token.inside) ||
      (has(token, BUILDING) && at <= last + 2)
    )
      return 0;
    if (has(token, STAFF_ROLE) && /^(?:the|an?|our|any|some)$/.test(tokens[at - 1]?.word ?? '') && at > last + 4)
      return 0;
    if (
      !(isIll(token) || ((token.cues & ILL) !== 0 && HAD.test(lower.slice(subject.end, token.start)))) ||
      (has(token, UNIT) && token.phrase > 1)
    )
      continue;
    const follows = tokens[at + token.phrase]?.word ?? '';
    if (
      /^(?:clinic|clinics|team|nurse|nurses|ward|service|training|study|pathway|patients?|pts|policy|audit|unit|lead|list|champion|course|protocol|guideline|guidelines|session|box|meeting|bundle|referrals?)$/.test(
        follows,
      )
    )
      return 0;
    if (subject.possessive && at <= last + 4) return 1;
    if (HAS.test(lower.slice(subject.end, subject.end + 40))) return 1;
    return at <= last + 8 ? 0.5 : 0.25;
  }
  return 0;
}
