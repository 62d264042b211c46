/** How likely a name is a patient's, from the cues around it: a logistic model, trained by scripts/train-role.ts. */
import { readFileSync } from 'node:fs';
import type { NameMark } from '../detectors/name-words.ts';
import type { Reading } from '../reading.ts';
import { cuesOf, type Note, type Setting } from './cues.ts';

/** What the rules of `people.ts` found for each side; they count up to this. */
export interface Rules {
  readonly patient: number;
  readonly staff: number;
}
const MOST = 6;
/** The rules' points count this much each beside the weights, and aren't trained: they know the training cases by heart. */
export const TRUST = 0.35;
/** A name that may be none. */
const UNSURE = 0.6;

interface Weights {
  readonly bias: number;
  readonly cues: Readonly<Record<string, number>>;
}

const { bias, cues } = JSON.parse(readFileSync(new URL('weights.json', import.meta.url), 'utf8')) as Weights;
interface Weight {
  readonly value: number;
  /** The last name that it counted for, so that a cue counts once. */
  counted: number;
}
const weights = new Map(Object.entries(cues).map(([cue, value]): [string, Weight] => [cue, { value, counted: 0 }]));
let counting = 0;

export const fromRules = ({ patient, staff }: Rules): number =>
  TRUST * (Math.min(patient, MOST) - Math.min(staff, MOST));

/** Notes every cue of a name, some more than once. */
function noteAll(reading: Reading, name: NameMark, setting: Setting, placed: boolean, note: Note): void {
  cuesOf(reading, name, setting, note);
  if (placed) note('placed');
  if (name.confidence < UNSURE) note('unsure');
}

/** Every cue of a name, each once, for training. */
export function collected(reading: Reading, name: NameMark, setting: Setting, placed: boolean): Set<string> {
  const found = new Set<string>();
  noteAll(reading, name, setting, placed, (cue) => found.add(cue));
  return found;
}

/** Log odds: above 0 more likely a patient's. */
export function odds(reading: Reading, name: NameMark, setting: Setting, placed: boolean, rules: Rules): number {
  let sum = bias + fromRules(rules);
  counting++;
  noteAll(reading, name, setting, placed, (cue) => {
    const weight = weights.get(cue);
    if (weight === undefined || weight.counted === counting) return;
    weight.counted = counting;
    sum += weight.value;
  });
  return sum;
}
