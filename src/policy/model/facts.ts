/** What the rules found, told to the weights: marks on tokens for the tagger, facts of the message for its heads. */
import type { Evidence } from '../evidence.ts';
import type { Hit } from '../judge.ts';
import type { Person } from '../people.ts';
import type { Reading } from '../reading.ts';
import { REASONS } from '../reasons.ts';
import type { Signals } from '../signals/index.ts';
import { CATEGORIES } from '../types.ts';
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

type Table<T extends string, V> = Readonly<Record<T, V>>;
const tableOf = <T extends string, V>(names: readonly T[], value: (name: T) => V): Table<T, V> =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as Record<T, V>;

const FORMS = ['titled', 'full', 'single', 'initials'] as const satisfies readonly Person['form'][];
const ROLES = ['patient', 'staff', 'unknown'] as const satisfies readonly Person['role'][];
/** Looked up, since making the names anew for each person costs more than all the rest. */
const MARK_OF = tableOf(FORMS, (form) =>
  tableOf(
    ROLES,
    (role): MarkName =>
      form === 'initials' ? (role === 'patient' ? 'initials patient' : 'initials unknown') : `${form} ${role}`,
  ),
);

export function marksOf(reading: Reading, evidence: Evidence): Marks {
  const marks = new Marks(reading);
  for (const mark of evidence.numbers) marks.put(mark, 'number');
  for (const mark of evidence.badNumbers) marks.put(mark, 'bad number');
  for (const mark of evidence.calls) marks.put(mark, mark.type === 'email' ? 'email' : 'phone');
  for (const mark of evidence.postcodes) marks.put(mark, 'postcode');
  for (const mark of evidence.dates) marks.put(mark, 'date');
  for (const mark of evidence.addresses) marks.put(mark, mark.home ? 'house' : 'street');
  for (const list of [evidence.people, evidence.staff])
    for (const person of list) {
      marks.put(person, MARK_OF[person.form][person.role]);
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

/** Facts are numbers, places in this list. */
const names: string[] = [];
const fact = (name: string): number => names.push(name) - 1;

const SURENESS = [
  [1.5, fact('r person ++')],
  [0.2, fact('r person +')],
  [-0.8, fact('r person 0')],
  [-2, fact('r person -')],
] as const;
const UNSURE = fact('r person --');
const surenessOf = (score: number): number => SURENESS.find(([least]) => score > least)?.[1] ?? UNSURE;

const PERSON = tableOf(FORMS, (form) => tableOf(ROLES, (role) => fact(`r ${form} ${role}`)));
const SOME = tableOf(['numbers', 'badNumbers', 'births', 'homes', 'areas', 'contacts', 'ages'], (list) =>
  fact(
    {
      numbers: 'r number',
      badNumbers: 'r bad number',
      births: 'r birth',
      homes: 'r home',
      areas: 'r area',
      contacts: 'r contact',
      ages: 'r age',
    }[list],
  ),
);
const LOCATION = tableOf(['bed', 'ward', 'unit'], (kind) => fact(`r ${kind}`));
const CLUE = { 1: fact('r clue 1'), 2: fact('r clue 2') };
const SAID = fact('r said');
const SENSITIVE = fact('r sensitive');
const DEATH = fact('r death');
const SIGNAL = tableOf(SIGNALS, (name) => fact(`r ${name}`));
const ILL_COLLEAGUE = fact('r ill colleague');
const LEVEL = tableOf(['urgent', 'nudge', 'clear'], (level) => fact(`v ${level}`));
const REASON = tableOf(Object.keys(REASONS) as (keyof typeof REASONS)[], (reason) => fact(`v ${reason}`));
const CATEGORY = tableOf(CATEGORIES, (category) => fact(`v c ${category}`));

/** The part (hash.ts) of each fact. */
export const FACTS: readonly number[] = names.map(part);

/** `hits`: what the table of the guide makes of the rules' evidence alone. Each fact once. */
export function factsOf(evidence: Evidence, hits: readonly Hit[]): number[] {
  const facts: number[] = [];
  const add = (one: number): void => {
    if (!facts.includes(one)) facts.push(one);
  };
  if (evidence.numbers.length > 0) add(SOME.numbers);
  if (evidence.badNumbers.length > 0) add(SOME.badNumbers);
  for (const list of [evidence.people, evidence.staff])
    for (const { form, role, score } of list) {
      add(PERSON[form][role]);
      add(surenessOf(score));
    }
  if (evidence.births.length > 0) add(SOME.births);
  if (evidence.homes.length > 0) add(SOME.homes);
  if (evidence.areas.length > 0) add(SOME.areas);
  if (evidence.contacts.length > 0) add(SOME.contacts);
  for (const { kind } of evidence.locations) add(LOCATION[kind]);
  if (evidence.ages.length > 0) add(SOME.ages);
  for (const { weight } of evidence.descriptors) add(CLUE[weight]);
  for (const { sensitive, death } of evidence.said) {
    add(sensitive ? SENSITIVE : SAID);
    if (death) add(DEATH);
  }
  for (const name of SIGNALS) if (evidence.signals[name]) add(SIGNAL[name]);
  if (evidence.illColleague) add(ILL_COLLEAGUE);
  add(hits.some(({ level }) => level === 'urgent') ? LEVEL.urgent : hits.length > 0 ? LEVEL.nudge : LEVEL.clear);
  for (const { categories, reason } of hits) {
    add(REASON[reason]);
    for (const category of categories) add(CATEGORY[category]);
  }
  return facts;
}
