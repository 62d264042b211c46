/** What the cues of `cues.ts` are called. Made once, since putting strings together for each name costs more than all the rest. */
import {
  BED,
  BUILDING,
  CALENDAR,
  DEATH,
  JOB,
  KIN,
  PATIENT_THING,
  PATIENT_VERB,
  PERSON,
  PRODUCT,
  SAID,
  SENSITIVE,
  STAFF_ROLE,
  STAFF_THING,
  STAFF_VERB,
  TO_STAFF,
  UNIT,
} from '../lexicons/tags.ts';

const CLASSES: readonly (readonly [string, number])[] = [
  ['said', SAID],
  ['sensitive', SENSITIVE],
  ['death', DEATH],
  ['patient verb', PATIENT_VERB],
  ['staff verb', STAFF_VERB],
  ['ask', TO_STAFF],
  ['role', STAFF_ROLE],
  ['kin', KIN],
  ['person', PERSON],
  ['bed', BED],
  ['unit', UNIT],
  ['patient thing', PATIENT_THING],
  ['staff thing', STAFF_THING],
  ['calendar', CALENDAR],
  ['product', PRODUCT],
  ['building', BUILDING],
  ['job', JOB],
];

/** Words that build a sentence and say nothing of their own: these may count one by one. */
const FUNCTION = `
a about again all an and any anyone are as ask asked asking at be been before but by call called came can
check come coming could did do does doing don't find for from gave get getting give go going gone got had
has have having hello here hi hiya home how i i'm if in into is isn't it its just keep know knows left let
like lives made make me missing moved my name named needs new no not now of off ok on or our out over please
pls poor put rang re really ring said says see seen send sent should so some someone still take tell thank
thanks that the their them then there they this through til to told took under until up us via w waiting
wants was we we've well went were what when where which who who's why will with won't would yes you your & +
, : ; ( ) / - @ = " ' . ? !
`
  .trim()
  .split(/\s+/);

const ofWords = (place: string): Map<string, string> => new Map(FUNCTION.map((word) => [word, `${place} ${word}`]));
const ofClasses = (place: string): readonly (readonly [string, number])[] =>
  CLASSES.map(([label, tag]) => [`${place} ${label}`, tag]);
export const NEXT_WORD = ofWords('next');
export const SECOND_WORD = ofWords('second');
export const BEFORE_WORD = ofWords('before');
export const EARLIER_WORD = ofWords('earlier');
export const OWNS = ofClasses('owns');
export const NEXT = ofClasses('next');
export const SECOND = ofClasses('second');
export const BEFORE = ofClasses('before');
export const BEHIND = ofClasses('behind');
export const AHEAD = ofClasses('ahead');

export const MARKS = [
  ['she', 1],
  ['her', 2],
  ['you', 4],
  ['we', 8],
  ['me', 16],
  ['number', 32],
] as const;
const ENDINGS = ['-ing', '-ed', '-s', 'word'] as const;
export type Ending = (typeof ENDINGS)[number];
const KINDS = ['word', 'number', 'mixed', 'sign'] as const;
const FORMS = ['titled', 'full', 'single', 'initials', 'professional'] as const;
const ofEach = <T extends string>(place: string, names: readonly T[]): Readonly<Record<T, string>> =>
  Object.fromEntries(names.map((name) => [name, `${place} ${name}`])) as Record<T, string>;
export const NEXT_ENDING = ofEach('next', ENDINGS);
export const SECOND_ENDING = ofEach('second', ENDINGS);
export const BEFORE_ENDING = ofEach('before', ENDINGS);
export const NEXT_KIND = ofEach('next', KINDS);
export const BEFORE_KIND = ofEach('before', KINDS);
export const BEHIND_MARK = ofEach(
  'behind',
  MARKS.map(([label]) => label),
);
export const AHEAD_MARK = ofEach(
  'ahead',
  MARKS.map(([label]) => label),
);
export const FORM = ofEach('form', FORMS);
const SETTINGS = [
  'nothing said',
  'sensitive somewhere',
  'person somewhere',
  'role somewhere',
  'bed somewhere',
  'pronoun somewhere',
  'work somewhere',
  'social somewhere',
  'record somewhere',
  'curious somewhere',
  'question',
  'exclaimed',
  'many names',
  'some names',
] as const;
export type SettingCue = (typeof SETTINGS)[number];
/** What each cue of the message is beside a name of each form. */
export const OF_FORM = Object.fromEntries(FORMS.map((form) => [form, ofEach(`${form}:`, SETTINGS)])) as Readonly<
  Record<(typeof FORMS)[number], Readonly<Record<SettingCue, string>>>
>;
