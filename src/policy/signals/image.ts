/** Whether a picture shows a patient, or something with their details on it, by the words and the file's name. */
import { BODY, DETAILS, DOCUMENT, NAMELESS, PICTURE, PRONOUN, THING } from '../lexicons/cues.ts';
import { PERSON, SAID } from '../lexicons/tags.ts';
import type { Reading } from '../reading.ts';
import type { Attachment } from '../types.ts';

const IS_PICTURE = /^(?:image|video)\/|pdf$/;
const DOCUMENT_FILE =
  /scan|wrist|chart|letter|discharge|referral|notes|sheet|capture|report|xray|x-ray|ecg|ct|mri|handover|results|label|form|kardex|consent|pas|patient/;
const BODY_FILE =
  /wound|rash|skin|sore|sacrum|heel|foot|leg|arm|hand|face|burn|bruise|ulcer|tear|lesion|eye|unknown|male|female|baby/;
const THING_FILE =
  /menu|rota|poster|map|mural|cake|template|blank|fridge|airpod|crime|parking|car|cycle|agenda|flyer|logo/;
/** Points from which a picture counts as a patient's. */
const ENOUGH = 1.5;

export const isPicture = ({ type }: Attachment): boolean => IS_PICTURE.test(type);

export function showsPatient({ cues, tags, lower }: Reading, attachments: readonly Attachment[]): boolean {
  const files = attachments.filter(isPicture).map(({ name }) => name.toLowerCase());
  if (files.length === 0) return false;
  const file = (pattern: RegExp): boolean => files.some((name) => pattern.test(name));
  const is = (cue: number): boolean => (cues & cue) !== 0;
  if (is(NAMELESS) && !/\bbut (?:you can|the name)|open behind/.test(lower)) return false;
  let points = 0;
  if (is(DETAILS)) points += 2;
  if (is(DOCUMENT) || file(DOCUMENT_FILE)) points += 1.5;
  if (is(BODY) || file(BODY_FILE)) points += 1.5;
  if ((tags & PERSON) !== 0 || /\b(?:\d ?yo|(?:room|bed|bay|sr) ?\d+'s)\b/.test(lower)) points += 1;
  if (is(PRONOUN)) points += 0.5;
  if ((tags & SAID) !== 0) points += 0.5;
  if (is(PICTURE)) points += 0.5;
  if (is(THING) || file(THING_FILE)) points -= 2;
  return points >= ENOUGH;
}
