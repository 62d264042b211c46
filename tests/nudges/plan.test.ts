import { describe, expect, test } from 'vitest';
import { type Flag, type Held, type Known, type Past, type Plan, plan } from '../../src/nudges/plan.ts';
import { plainEngine } from '../messages.ts';

const { nudging } = plainEngine.policy;
const NOW = new Date('2026-03-05T12:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000);

const flag = (change: Partial<Flag> = {}): Flag => ({
  level: 'nudge',
  categories: ['name'],
  findings: ['name'],
  mode: 'nudge',
  channel: 'C1',
  thread: null,
  characters: 40,
  ...change,
});
const past = (change: Partial<Past> = {}): Past => ({
  id: 'past',
  at: minutesAgo(30),
  level: 'nudge',
  categories: ['name'],
  findings: ['name'],
  channel: 'C1',
  thread: null,
  characters: 40,
  told: true,
  answer: null,
  ...change,
});
const decide = (now: Flag, known: Partial<Known> = {}): Plan =>
  plan(now, {
    earlier: undefined,
    recent: [],
    now: NOW,
    dayStart: new Date('2026-03-05T00:00:00Z'),
    nudging,
    ...known,
  });
const inWords = ({ notice, held, repeatOf, burstOf }: Plan): string =>
  [notice ?? `held: ${held}`, repeatOf && `of ${repeatOf}`, burstOf && `with ${burstOf}`].filter(Boolean).join(' ');

describe('a new message', () => {
  test('is told', () => expect(inWords(decide(flag()))).toBe('first'));
  test('is only recorded in watch mode', () =>
    expect(inWords(decide(flag({ level: 'urgent', mode: 'watch' })))).toBe('held: watch'));
});

describe('an edit', () => {
  const edited = (now: Partial<Flag>, earlier: Partial<Past>) => inWords(decide(flag(now), { earlier: past(earlier) }));
  test.each<[string, Partial<Flag>, Partial<Past>, string]>([
    ['that changes nothing', {}, {}, 'held: repeat of past'],
    ['that takes a kind out', {}, { categories: ['name', 'address'] }, 'left of past'],
    ['that takes the urgent out', {}, { level: 'urgent' }, 'left of past'],
    [
      'that takes a kind out that nobody was told of',
      {},
      { categories: ['name', 'address'], told: false },
      'held: repeat of past',
    ],
    ['that adds a kind', { categories: ['name', 'complaint'] }, {}, 'first'],
    ['that makes it urgent', { level: 'urgent' }, {}, 'first'],
    ['that makes it worse within a minute', { level: 'urgent' }, { at: minutesAgo(1) }, 'first'],
    ['that adds a kind in watch mode', { categories: ['name', 'complaint'], mode: 'watch' }, {}, 'held: watch'],
  ])('%s', (_name, now, earlier, expected) => expect(edited(now, earlier)).toBe(expected));
});

describe('never nag', () => {
  const following = (now: Partial<Flag>, ...recent: Partial<Past>[]) =>
    inWords(decide(flag(now), { recent: recent.map(past) }));
  const told = (count: number, change: Partial<Past> = {}): Partial<Past>[] =>
    Array.from({ length: count }, (_, at) => ({ channel: `C${at + 2}`, ...change }));

  test.each<[string, string, string]>([
    ['the same kind in the same channel, within the interval', following({}, {}), 'held: interval'],
    ['another kind', following({ categories: ['complaint'] }, {}), 'first'],
    ['one kind more', following({ categories: ['name', 'complaint'] }, {}), 'first'],
    [
      'two kinds, each told of',
      following({ categories: ['name', 'complaint'] }, {}, { categories: ['complaint'] }),
      'held: interval',
    ],
    ['another channel', following({ channel: 'C2' }, {}), 'first'],
    ['once the interval is over', following({}, { at: minutesAgo(nudging['interval-minutes'] + 1) }), 'first'],
    ['what was held back does not count', following({}, { told: false }), 'first'],
    ['urgent is told within the interval', following({ level: 'urgent' }, { level: 'urgent' }), 'first'],
    ['within a minute of a notice: with that one', following({}, { at: minutesAgo(1) }), 'held: burst with past'],
    [
      'urgent, too, within a minute',
      following({ level: 'urgent' }, { at: minutesAgo(1), level: 'urgent' }),
      'held: burst with past',
    ],
    ['within a minute in another channel', following({ channel: 'C2' }, { at: minutesAgo(1) }), 'first'],
    ['the budget of the day is used up', following({}, ...told(nudging['daily-budget'])), 'held: budget'],
    ['one less than the budget', following({}, ...told(nudging['daily-budget'] - 1)), 'first'],
    ['urgent is beyond the budget', following({ level: 'urgent' }, ...told(nudging['daily-budget'])), 'first'],
    ['urgent notices use none of it', following({}, ...told(nudging['daily-budget'], { level: 'urgent' })), 'first'],
    [
      'yesterday’s do not count',
      following({}, ...told(nudging['daily-budget'], { at: new Date('2026-03-04T23:00:00Z') })),
      'first',
    ],
  ])('%s', (_name, outcome, expected) => expect(outcome).toBe(expected));
});

describe('disputed', () => {
  const disputed = (now: Partial<Flag>, change: Partial<Past> = {}): Held | null =>
    decide(flag({ level: 'urgent', ...now }), {
      recent: [past({ level: 'urgent', answer: 'not-patient', at: minutesAgo(300), ...change })],
    }).held;
  test.each<[string, Held | null, Held | null]>([
    ['the same words in the same place', disputed({}), 'disputed'],
    ['in the same thread', disputed({ thread: 't1' }, { thread: 't1' }), 'disputed'],
    ['in another thread', disputed({ thread: 't2' }, { thread: 't1' }), null],
    ['in another channel', disputed({ channel: 'C2' }), null],
    ['other words: another length', disputed({ characters: 41 }), null],
    ['other words: other things in it', disputed({ findings: ['nhs-number'] }), null],
    ['answered otherwise', disputed({}, { answer: 'needed' }), null],
  ])('%s', (_name, outcome, expected) => expect(outcome).toBe(expected));
});
