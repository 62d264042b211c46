/** Whether a picture shows a patient, or something with their details on it, by the words and the file's name. */
import { BODY, DETAILS, DOCUMENT, NAMELESS, PICTURE, PRONOUN, THING } from '../lexicons/cues.ts';
import { PERSON, SAID } from '../lexicons/tags.ts';
import type { Reading } from '../reading.ts';
import type { Attachment } from '../types.ts';

const IS_PICTURE = /^(?:image|video)\/|pdf$/;
const DOCUMENT_FILE =
  /scan(?!ner)|wrist|chart|letter|discharge|referral|notes|capture|report|xray|x-ray|ecg|ct[_\d.-]|mri|handover|results|label|consent|kardex|patient/;
const BODY_FILE =
  /wound|rash|skin|sore|sacrum|heel|foot|leg|arm|hand(?!over)|face|burn|bruise|ulcer|tear|lesion|eye|unknown|male|female|baby/;
const THING_FILE =
  /menu|rota|poster|map|mural|cake|bake|lunch|food|template|blank|fridge|airpod|crime|parking|car\b|cycle|agenda|flyer|logo|team|party|scanner|broken|leak|door|floor|window|equipment|kit|stock/;
/** Nothing on it yet, or nobody's. */
const EMPTY =
  /\b(?:blank|empty|nothing (?:written )?on it|not filled in|unfilled|template|dummy|mock[- ]?up|specimen copy|example|brand new|new|spare|missing|lost property|broken|bust|cracked (?:screen|glass)|jammed|faulty|out of (?:order|use|stock)|delivered|order(?:ed)?|canteen|lunch|dinner|breakfast|tea break|snacks?|recipe|bake|baking|raffle|quiz|stall|fundrais\w*|staff ?room|break room|office)\b/;
/** What somebody did or left is a picture of things. */
const LEFT_BEHIND =
  /\b(?:did to|left (?:this|behind|us|me|in)|threw|thrown|punched|smashed|broke|kicked|wrecked|trashed|blocked|flooded|graffiti\w*|drew on|hole in|state of)\b/;
/** Points from which a picture counts as a patient's. */
const ENOUGH = 1.75;

export const isPicture = ({ type }: Attachment): boolean => IS_PICTURE.test(type);

/** `somebody`: a patient is named, or a bed. */
export function showsPatient(
  { cues, tags, lower, tokens }: Reading,
  attachments: readonly Attachment[],
  somebody: boolean,
): boolean {
  const files = attachments.filter(isPicture).map(({ name }) => name.toLowerCase());
  if (files.length === 0) return false;
  const file = (pattern: RegExp): boolean => files.some((name) => pattern.test(name));
  const is = (cue: number): boolean => (cues & cue) !== 0;
  if (is(NAMELESS) && !/\bbut (?:you can|the name)|open behind/.test(lower)) return false;
  // The cat of "cat 2" is no pet.
  const thing = tokens.some((token) => (token.cues & THING) !== 0 && !(token.phrase > 1 && (token.tags & SAID) !== 0));
  const body = is(BODY) || file(BODY_FILE);
  const paper = is(DOCUMENT) || file(DOCUMENT_FILE);
  const person = (tags & PERSON) !== 0 || somebody;
  let points = 0;
  if (LEFT_BEHIND.test(lower) && !is(DETAILS)) points -= 1;
  if (is(DETAILS)) points += 2;
  if (paper) points += 1.5;
  if (body) points += 1.5;
  if (person) points += 1;
  if (is(PRONOUN)) points += 0.5;
  if ((tags & SAID) !== 0) points += 0.5;
  if (is(PICTURE)) points += 0.5;
  if (thing || file(THING_FILE)) points -= body && person ? 1 : 2;
  if (EMPTY.test(lower) && !is(DETAILS)) points -= person && body ? 0 : 1.5;
  return points >= ENOUGH;
}
