import { describe, expect, test } from 'vitest';
import { daysUpTo } from '../../src/dashboard/london.ts';
import { type HomeData, presentHome, shownPlatforms } from '../../src/dashboard/pages/home/present.ts';
import { OUTCOME_WORDS, outcomeOf } from '../../src/dashboard/pages/home/words.ts';
import type { IncidentCount } from '../../src/store/summary.ts';

const TODAY = '2026-03-05';
const data = (part: Partial<HomeData>): HomeData => ({
  days: daysUpTo(TODAY, 30),
  platforms: ['slack'],
  incidents: [],
  clear: [],
  ...part,
});
const row = (part: Partial<IncidentCount>): IncidentCount => ({
  day: TODAY,
  level: 'nudge',
  mode: 'nudge',
  audience: 'care-team',
  delivery: 'sent',
  resolution: null,
  answer: null,
  held: null,
  categories: ['name'],
  count: 1,
  ...part,
});

test('practice posts show only where no real platform is on', () => {
  expect(shownPlatforms(['slack', 'simulator'])).toEqual(['slack']);
  expect(shownPlatforms(['simulator'])).toEqual(['simulator']);
  expect(shownPlatforms([])).toEqual([]);
});

describe('with nothing yet', () => {
  test.each([
    [['simulator'] as const, 'Post as one of an invented ward team', '/try'],
    [['slack'] as const, 'Invite it to a channel', undefined],
    [['slack', 'simulator'] as const, 'Quietword is set up for Slack', undefined],
    [[] as const, 'SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN', undefined],
  ])('on %j it says what to do next', (platforms, text, link) => {
    const page = presentHome(data({ platforms }));
    expect(page.start?.text).toContain(text);
    expect(page.start?.link?.href).toBe(link);
    expect([page.periods, page.tables, page.chart]).toEqual([[], [], undefined]);
  });
});

test('clear messages alone are good news, with no chart of nothing', () => {
  const page = presentHome(data({ clear: [{ day: TODAY, clear: 1 }] }));
  expect(page.quiet).toBe(true);
  expect(page.start).toBeUndefined();
  expect(page.chart).toBeUndefined();
  expect(page.periods[0]?.figures[0]).toEqual({ value: '1', label: 'message read' });
});

describe('with incidents', () => {
  const page = presentHome(
    data({
      clear: [
        { day: TODAY, clear: 1200 },
        { day: '2026-03-01', clear: 800 },
      ],
      incidents: [
        row({ count: 2, resolution: 'edited', categories: ['name', 'date-of-birth'] }),
        row({ day: '2026-03-01', level: 'urgent', count: 3, audience: 'external', delivery: 'unreachable' }),
        row({ day: '2026-03-02', delivery: 'held', mode: 'watch', categories: ['mosaic'] }),
      ],
    }),
  );

  test('today and the month are counted apart, in thousands', () => {
    expect(page.today).toBe('Thursday 5 March 2026');
    expect(page.source).toBe('From Slack.');
    expect(page.periods.map(({ figures }) => figures.map(({ value }) => value))).toEqual([
      ['1,202', '2', '2'],
      ['2,006', '6', '2'],
    ]);
  });

  test('the chart has a sentence, and a row for every day', () => {
    expect(page.chart?.sentence).toBe(
      'Over 30 days 6 messages could identify someone: 3 urgent and 3 for a nudge. The busiest day was 1 Mar, with 3.',
    );
    expect(page.chart?.days).toHaveLength(30);
    expect(page.chart?.days.at(-1)).toMatchObject({ name: '5 Mar', nudge: 2, urgent: 0 });
  });

  test('kinds, places and outcomes are in plain words, the most frequent first', () => {
    const [seen, where, outcome] = page.tables;
    expect(seen?.rows.map(({ text, today, month }) => [text, today, month])).toEqual([
      ['A patient’s name', '2', '5'],
      ['Date of birth', '2', '2'],
      ['Details that together point to one person', '0', '1'],
    ]);
    expect(where?.rows).toEqual([
      { text: 'A care team’s own channel', today: '2', month: '3' },
      { text: 'A channel with guests or another organisation', today: '0', month: '3' },
    ]);
    expect(outcome?.rows.map(({ text, month }) => [text, month])).toEqual([
      ['No private way to reach them', '3'],
      ['Edited by the person who posted', '2'],
      ['Recorded only: this rule tells nobody yet', '1'],
    ]);
  });
});

test.each<[Partial<IncidentCount>, string]>([
  [{ delivery: 'waiting' }, 'Waiting'],
  [{ delivery: 'handed' }, 'Waiting'],
  [{ delivery: 'sent' }, 'Told'],
  [{ delivery: 'unreachable' }, 'Not told'],
  [{ delivery: 'uncertain' }, 'Not sure'],
  [{ delivery: 'held', mode: 'watch', held: 'watch' }, 'Watched'],
  [{ delivery: 'held', held: 'interval' }, 'No notice'],
  [{ delivery: 'held', held: 'burst' }, 'Told'],
  [{ delivery: 'sent', answer: 'not-patient' }, 'Disputed'],
  [{ delivery: 'sent', answer: 'needed' }, 'Needed'],
  [{ delivery: 'sent', answer: 'fixed' }, 'Told'],
  [{ delivery: 'sent', answer: 'not-patient', resolution: 'edited' }, 'Put right'],
  [{ delivery: 'sent', resolution: 'edited' }, 'Put right'],
  [{ delivery: 'unreachable', resolution: 'deleted', mode: 'watch' }, 'Put right'],
])('%j is tagged %s', (change, tag) => {
  expect(OUTCOME_WORDS[outcomeOf(row(change))].tag).toBe(tag);
});

test('what was disputed is counted against what was seen', () => {
  const incidents = [row({ answer: 'not-patient', count: 3, categories: ['name'] }), row({ count: 5 })];
  const page = presentHome(data({ incidents }));
  expect(page.tables.at(-1)).toMatchObject({
    title: 'What was disputed',
    rows: [{ text: 'A patient’s name', month: '3' }],
  });
});
