/** What the rules found, told to the weights: marks on tokens for the tagger, facts of the message for its heads. */
import type { Evidence } from '../evidence.ts';
import type { Hit } from '../judge.ts';
import type { Person } from '../people.ts';
import type { Reading } from '../reading.ts';
import type { Signals } from '../signals/index.ts';
import { part } from './hash.ts';
import { type MarkName, Marks } from './marks.ts';

const SIGNALS = [
  'invented',
  'wrongRecipient',
  'sharedLogin',
  'snooping',
  'unapprovedApp',
  'mockery',
  'laughing',
  'venting',
  'grumble',
  'formalComplaint',
  'disciplinary',
  'image',
  'somebody',
] as const satisfies readonly (keyof Signals)[];

const markOf = ({ form, role }: Person): MarkName =>
  form === 'initials' ? (role === 'patient' ? 'initials patient' : 'initials unknown') : `${form} ${role}`;

export function marksOf(reading: Reading, evidence: Evidence): Marks {
  const marks = new Marks(reading);
  for (const mark of evidence.numbers) marks.put(mark, 'number');
  for (const mark of evidence.badNumbers) marks.put(mark, 'bad number');
  for (const mark of evidence.calls) marks.put(mark, mark.type === 'email' ? 'email' : 'phone');
  for (const mark of evidence.postcodes) marks.put(mark, 'postcode');
  for (const mark of evidence.dates) marks.put(mark, 'date');
  for (const mark of evidence.addresses) marks.put(mark, mark.home ? 'house' : 'street');
  for (const person of [...evidence.people, ...evidence.staff]) {
    marks.put(person, markOf(person));
    marks.put(person, 'name begins', true);
  }
  for (const mark of evidence.births) marks.put(mark, 'birth');
  for (const mark of evidence.homes) marks.put(mark, 'home');
  for (const mark of evidence.contacts) marks.put(mark, 'contact');
  for (const mark of evidence.locations) marks.put(mark, mark.kind);
  for (const mark of evidence.ages) marks.put(mark, 'age');
  for (const mark of evidence.descriptors) marks.put(mark, mark.weight === 2 ? 'strong clue' : 'clue');
  for (const { start, sensitive } of evidence.said)
    marks.put({ start, end: start + 1 }, sensitive ? 'sensitive of' : 'said of', true);
  return marks;
}

const SURE = 1.5;
const LIKELY = 0.2;
const UNLIKELY = -0.8;
const NOT = -2;
const sureness = (score: number): string =>
  score > SURE ? '++' : score > LIKELY ? '+' : score > UNLIKELY ? '0' : score > NOT ? '-' : '--';

/** `hits`: what the table of the guide makes of the rules' evidence alone. */
export function factsOf(evidence: Evidence, hits: readonly Hit[]): number[] {
  const facts = new Set<string>();
  const some = (list: readonly unknown[], name: string): void => {
    if (list.length > 0) facts.add(name);
  };
  some(evidence.numbers, 'r number');
  some(evidence.badNumbers, 'r bad number');
  for (const person of [...evidence.people, ...evidence.staff]) {
    facts.add(`r ${person.form} ${person.role}`);
    facts.add(`r person ${sureness(person.score)}`);
  }
  some(evidence.births, 'r birth');
  some(evidence.homes, 'r home');
  some(evidence.areas, 'r area');
  some(evidence.contacts, 'r contact');
  for (const { kind } of evidence.locations) facts.add(`r ${kind}`);
  some(evidence.ages, 'r age');
  for (const { weight } of evidence.descriptors) facts.add(`r clue ${weight}`);
  for (const { sensitive, death } of evidence.said) {
    facts.add(sensitive ? 'r sensitive' : 'r said');
    if (death) facts.add('r death');
  }
  for (const name of SIGNALS) if (evidence.signals[name]) facts.add(`r ${name}`);
  if (evidence.illColleague) facts.add('r ill colleague');
  facts.add(hits.some(({ level }) => level === 'urgent') ? 'v urgent' : hits.length > 0 ? 'v nudge' : 'v clear');
  for (const { categories, reason } of hits) {
    facts.add(`v ${reason}`);
    for (const category of categories) facts.add(`v c ${category}`);
  }
  return [...facts].map(part);
}
