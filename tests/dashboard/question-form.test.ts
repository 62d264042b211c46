import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Fields, typedIn, typedOf } from '../../src/dashboard/pages/questions/fields.ts';
import { type Checks, readQuestion } from '../../src/dashboard/pages/questions/read.ts';
import { loadBank } from '../../src/quizzes/load.ts';
import { contentOf } from '../../src/quizzes/stored.ts';

const bank = loadBank(join(import.meta.dirname, '../../quizzes'));
const [first] = bank.questions;
if (!first) throw new Error('The bank is empty.');

const GOOD: Fields = {
  topic: 'photos',
  ways: '2',
  'source-en': 'Our photo policy, section 2',
  'review[day]': '1',
  'review[month]': '12',
  'review[year]': '2027',
  'rationale-en': 'The approved app keeps it out of your own album.',
  'way-1-en-stem': 'A wound has to be shown to a doctor off site. What do you use?',
  'way-1-en-option-1': 'The approved photo app',
  'way-1-en-option-2': 'Your own phone’s camera',
  'way-1-en-option-3': 'A friend’s tablet at work',
  'way-1-right': '1',
  'way-2-en-stem': 'A rash has to be seen by the skin team today. What do you use?',
  'way-2-en-option-1': 'Your own phone, then delete',
  'way-2-en-option-2': 'The approved photo app',
  'way-2-en-option-3': 'A family group that you trust',
  'way-2-right': '2',
};
const WELSH: Fields = {
  'source-cy': 'Ein polisi lluniau, adran 2',
  'rationale-cy': 'Mae’r ap cymeradwy yn ei gadw allan o’ch albwm.',
  'way-1-cy-stem': 'Rhaid dangos clwyf i feddyg oddi ar y safle. Beth ddefnyddiwch chi?',
  'way-1-cy-option-1': 'Yr ap lluniau cymeradwy',
  'way-1-cy-option-2': 'Camera eich ffôn eich hun',
  'way-1-cy-option-3': 'Llechen ffrind yn y gwaith',
  'way-2-cy-stem': 'Rhaid i’r tîm croen weld brech heddiw. Beth ddefnyddiwch chi?',
  'way-2-cy-option-1': 'Eich ffôn, ac yna dileu',
  'way-2-cy-option-2': 'Yr ap lluniau cymeradwy',
  'way-2-cy-option-3': 'Grŵp teulu yr ydych yn ymddiried ynddo',
};

const checks: Checks = {
  bank,
  before: undefined,
  id: 'own-1',
  usedIds: [],
  needsWelsh: false,
  mayBeTaught: (words) => !words.includes('Okafor'),
  today: '2026-11-26',
};
const read = (change: Fields = {}, more: Partial<Checks> = {}) =>
  readQuestion(typedIn({ ...GOOD, ...change }), { ...checks, ...more });
const faults = (change: Fields, more: Partial<Checks> = {}) => {
  const outcome = read(change, more);
  return 'faults' in outcome ? outcome.faults.map(({ field, sentence }) => `${field}: ${sentence}`) : [];
};

describe('what can be asked', () => {
  test('in English alone: its Welsh is the English, and it says so', () => {
    const outcome = read();
    expect(outcome).toMatchObject({ topic: 'photos', welsh: false });
    if ('faults' in outcome) throw new Error('It was refused.');
    expect(outcome.content).toMatchObject({
      id: 'own-1',
      review: '2027-12-01',
      rationale: { en: GOOD['rationale-en'], cy: GOOD['rationale-en'] },
      variants: [
        { id: 'way-1', right: 1, cy: { stem: GOOD['way-1-en-stem'] } },
        { id: 'way-2', right: 2 },
      ],
    });
  });
  test('in both languages', () => {
    expect(read(WELSH)).toMatchObject({
      welsh: true,
      content: { variants: [{ cy: { stem: WELSH['way-1-cy-stem'] } }, {}] },
    });
  });
  test('an empty place between options is left out, and the right one is still the right one', () => {
    const outcome = read({ 'way-2-en-option-1': '', 'way-2-en-option-4': 'Your own phone, then delete' });
    expect(outcome).toMatchObject({ content: { variants: [{}, { right: 1, en: { options: { length: 3 } } }] } });
  });
  test('a way that is emptied is left out, and a new one never takes the name of one that was asked', () => {
    const third = Object.fromEntries(
      Object.entries(GOOD).flatMap(([name, value]) =>
        name.startsWith('way-1') ? [[name.replace('way-1', 'way-3'), value.replace('doctor', 'surgeon')]] : [],
      ),
    );
    const outcome = read(
      { ...GOOD, ...third, ways: '3', ...emptied(1), 'way-2-id': 'rash' },
      { usedIds: ['way-1', 'rash'] },
    );
    expect('faults' in outcome ? outcome : outcome.content.variants.map(({ id }) => id)).toEqual(['rash', 'way-2']);
  });
  test.each(bank.questions.map((question) => [question.id, question] as const))(
    '%s of the bank, as its form shows it',
    (_, question) => {
      const typed = typedOf(question.topic, contentOf(question), true);
      const outcome = readQuestion(typed, {
        ...checks,
        id: question.id,
        before: question,
        needsWelsh: true,
        mayBeTaught: () => false,
      });
      expect(outcome).toEqual({ topic: question.topic, content: contentOf(question), welsh: true });
    },
  );
});

const emptied = (way: number): Fields =>
  Object.fromEntries(
    Object.keys(GOOD)
      .filter((name) => name.startsWith(`way-${way}`))
      .map((name) => [name, '']),
  );

describe('what can’t', () => {
  test.each<[Fields, string[]]>([
    [{ topic: 'weather' }, ['topic: Choose what the question is about']],
    [{ 'way-1-right': '' }, ['way-1-right: Way 1: choose which option is right']],
    [{ 'way-1-right': '4' }, ['way-1-right: Way 1: choose which option is right']],
    [{ 'way-1-en-stem': '' }, ['way-1-en-stem: Way 1: write the question']],
    [{ 'way-2-en-stem': 'x'.repeat(301) }, ['way-2-en-stem: Way 2: the question may have 300 characters']],
    [{ 'way-2-en-option-3': 'x'.repeat(76) }, ['way-2-en-option-3: Way 2: option 3 may have 75 characters']],
    [{ 'way-1-en-option-2': '', 'way-1-en-option-3': '' }, ['way-1-en-option-1: Way 1: give three or four options']],
    [
      { 'way-1-en-option-2': 'The approved photo APP' },
      ['way-1-en-option-2: Way 1: this option says the same as another'],
    ],
    [{ 'way-1-en-stem': '[a case]' }, ['way-1-en-stem: Way 1: the question: [a case] is not filled in']],
    [emptied(2), ['way-2-en-stem: Ask it in two ways at least']],
    [{ ...emptied(1), ...emptied(2) }, ['way-1-en-stem: Ask it in two ways at least']],
    [{ 'rationale-en': '' }, ['rationale-en: Write why the answer is right']],
    [{ 'rationale-en': 'why '.repeat(61) }, ['rationale-en: The rationale has 61 words, and may have 60']],
    [{ 'source-en': ' ' }, ['source-en: Write where the rule comes from']],
    [
      { 'review[day]': '31', 'review[month]': '2' },
      ['review-day: Give the day of the next review, such as 30 11 2027'],
    ],
    [{ 'review[day]': '' }, ['review-day: Give the day of the next review, such as 30 11 2027']],
    [{ 'review[year]': '2025' }, ['review-day: The day of the next review is past: choose a later one']],
    [{ 'way-2-en-stem': GOOD['way-1-en-stem'] ?? '' }, ['way-2-en-stem: Way 2: the same question is asked already']],
    [
      { 'way-2-en-stem': first.variants[0]?.said.en.stem.toUpperCase() ?? '' },
      ['way-2-en-stem: Way 2: the same question is asked already'],
    ],
  ])('%j', (change, expected) => {
    expect(faults(change)).toEqual(expected);
  });
  test('a right option that gives itself away', () => {
    expect(
      faults({ 'way-1-en-option-1': 'The photo app that your organisation has looked at and approved' })[0],
    ).toMatch(/^way-1-en-option-1: Way 1: the right option is so much longer .* gives itself away$/);
  });
  test('one that names somebody, once a field', () => {
    expect(faults({ 'way-1-en-stem': 'Mrs Okafor asks. What now?', 'rationale-en': 'Okafor' })).toEqual([
      expect.stringMatching(/^rationale-en: This may name somebody: .*“a patient”/),
      expect.stringMatching(/^way-1-en-stem: Way 1: this may name somebody/),
    ]);
  });
  test('half of the Welsh', () => {
    const { 'way-2-cy-stem': _, ...rest } = WELSH;
    expect(faults(rest)).toEqual(['way-2-cy-stem: Way 2: write the question in Welsh']);
    expect(faults({ ...WELSH, 'way-1-cy-stem': GOOD['way-1-en-stem'] ?? '' })).toEqual([
      'way-1-cy-stem: Way 1: the stem is the same in both languages',
    ]);
  });
  test('no Welsh for a question of the files', () => {
    expect(faults({}, { needsWelsh: true }).every((fault) => fault.includes('Welsh'))).toBe(true);
    expect(faults({}, { needsWelsh: true }).length).toBeGreaterThan(5);
  });
  test('nothing at all', () => {
    const outcome = readQuestion(typedIn({}), checks);
    expect('faults' in outcome && outcome.faults.map(({ field }) => field)).toEqual([
      'topic',
      'source-en',
      'review-day',
      'way-1-en-stem',
    ]);
  });
});
