import { packedLength } from './packed.ts';

/** What the tagger calls each token. `B` begins a piece, `I` goes on with it; pieces of the others run together. */
export const LABELS = [
  'O',
  'name B',
  'name I',
  'staff B',
  'staff I',
  'initials',
  'location B',
  'location I',
  'descriptor B',
  'descriptor I',
  'age',
  'birth',
  'home B',
  'home I',
  'postcode',
  'contact',
  'number',
  'said',
  'sensitive',
] as const;
export type Label = (typeof LABELS)[number];
export const K = LABELS.length;
/** Numbers that hold the scores of all labels, see `packed.ts`. */
export const P = packedLength(K);
/** The labels of people's names stand together. */
export const OF_NAMES = { first: LABELS.indexOf('name B'), last: LABELS.indexOf('initials') };

export const KINDS = [
  'O',
  'name',
  'staff',
  'initials',
  'location',
  'descriptor',
  'age',
  'birth',
  'home',
  'postcode',
  'contact',
  'number',
  'said',
  'sensitive',
] as const;
export type Kind = (typeof KINDS)[number];

const kindOf = (label: Label): Kind => label.replace(/ [BI]$/, '') as Kind;
/** Kind of each label, as an index into KINDS. */
export const KIND_OF: readonly number[] = LABELS.map((label) => KINDS.indexOf(kindOf(label)));
export const BEGINS: readonly boolean[] = LABELS.map((label) => label.endsWith(' B'));
