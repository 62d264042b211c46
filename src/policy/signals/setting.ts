/** Invented, taught, published or watched: a message about nobody in the room. */
import { INVENTED, REAL } from '../lexicons/cues.ts';
import type { Reading } from '../reading.ts';

/** A question about what anybody should do, of anybody who is like that. */
const GENERAL =
  /\b(?:if (?:someone|somebody)'s (?:\d|got|had|on)|if an? (?:patient|pt|tenant|resident|client|service user|child|\d+ yr old)|what's the (?:threshold|policy|rule|difference)|do we still need|can an? \d+ (?:yr|year) old)\b/;

export const isInvented = ({ cues, lower }: Reading): boolean =>
  (cues & REAL) === 0 && ((cues & INVENTED) !== 0 || GENERAL.test(lower));
