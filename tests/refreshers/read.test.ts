import { describe, expect, test } from 'vitest';
import { readPicture } from '../../src/refreshers/picture.ts';
import { readRefresher } from '../../src/refreshers/read.ts';
import type { Written } from '../../src/refreshers/refresher.ts';
import { readCampaign, readWhen, weeksOf } from '../../src/refreshers/when.ts';
import { bank } from '../quizzes/room.ts';
import { own, written } from './written.ts';

const checks = { bank, mayBeKept: (words: string) => !words.includes('Mrs ') };
const read = (change: Partial<Written>) => readRefresher(written(change), checks);
const faultsOf = (change: Partial<Written>) => {
  const result = read(change);
  return 'faults' in result ? result.faults.map(({ field, sentence }) => `${field}: ${sentence}`) : [];
};
const inWelsh = { title: { en: 'Photos', cy: 'Lluniau' }, words: { en: 'Use the app.', cy: 'Defnyddiwch yr ap.' } };

describe('what a trainer wrote', () => {
  test('is kept as it stands, without the space around it', () => {
    expect(read({ words: { en: ' One.\r\n\r\nTwo. ', cy: '' } })).toMatchObject({
      ok: { said: { en: { words: 'One.\n\nTwo.' }, cy: null }, question: null, picture: null, alt: null },
    });
  });

  test('in Welsh, all of it or nothing', () => {
    expect(read(inWelsh)).toMatchObject({ ok: { said: { cy: { title: 'Lluniau', words: 'Defnyddiwch yr ap.' } } } });
    expect(faultsOf({ title: inWelsh.title })).toEqual([
      'words-cy: Write the words in Welsh too, or leave all of the Welsh out.',
    ]);
    expect(faultsOf({ ...inWelsh, picture: 'p', alt: { en: 'A phone', cy: '' } })).toEqual([
      'alt-cy: Write what the picture shows in Welsh too, or leave all of the Welsh out.',
    ]);
    expect(faultsOf({ ...inWelsh, question: own })).toContain('stem-cy: Write the question in Welsh.');
  });

  test.each<[string, Partial<Written>, RegExp]>([
    ['no title', { title: { en: '  ', cy: '' } }, /^title: Write a title\.$/],
    [
      'a title that is too long',
      { title: { en: 'x'.repeat(76), cy: '' } },
      /^title: This has 76 characters, and may have 75\.$/,
    ],
    ['words that are too long', { words: { en: 'x'.repeat(601), cy: '' } }, /^words: This has 601 characters/],
    [
      'a person in the words',
      { words: { en: 'As Mrs Okafor in bed 4 found', cy: '' } },
      /^words: This may name or point to a person/,
    ],
    [
      'a person in the question',
      { question: { ...own, stem: { en: 'Mrs Okafor asks?', cy: '' } } },
      /^stem: This may name/,
    ],
    [
      'a person in an option',
      { question: { ...own, options: [own.options[0], { en: 'Mrs Okafor', cy: '' }] } },
      /^option-2: This may name/,
    ],
    ['no topic', { topic: '' }, /^topic: Choose what the refresher is about\.$/],
    ['a picture that nothing is said of', { picture: 'p' }, /^alt: Write what the picture shows/],
    ['a question that is not there', { question: { from: 'bank', id: 'nothing' } }, /^question: Choose a question/],
    [
      'a variant that is not there',
      { question: { from: 'bank', id: `${bank.questions[0]?.id}/z` } },
      /^question: Choose/,
    ],
    ['one option', { question: { ...own, options: own.options.slice(0, 1) } }, /^option-1: Write 2 to 4 options\.$/],
    [
      'five options',
      { question: { ...own, options: ['1', '2', '3', '4', '5'].map((en) => ({ en, cy: '' })) } },
      /^option-1: Write 2 to 4/,
    ],
    [
      'the same option twice',
      { question: { ...own, options: [own.options[0], own.options[0]] } },
      /^option-1: Two of the options/,
    ],
    [
      'a gap between options',
      { question: { ...own, options: [own.options[0], { en: '', cy: '' }, own.options[1]] } },
      /^option-1: Leave no empty/,
    ],
    ['no right option', { question: { ...own, right: 0 } }, /^right: Choose which option is right\.$/],
    ['a right option that is not there', { question: { ...own, right: 3 } }, /^right: Choose/],
    ['no rationale', { question: { ...own, rationale: { en: '', cy: '' } } }, /^rationale: Write why/],
    ['no team', { audience: { kind: 'teams', teams: [' '] } }, /^audience: Choose at least one team\.$/],
    ['no role', { audience: { kind: 'roles', roles: [] } }, /^audience: Choose at least one role\.$/],
    ['weak on nothing', { audience: { kind: 'weak', topic: '' } }, /^audience: Choose the topic\.$/],
    ['a kind of incident that there is not', { category: 'gossip' }, /^category: Choose one/],
    ['a kind of incident in a campaign', { category: 'image', campaign: 'c' }, /^category: A refresher of a campaign/],
  ])('with %s is refused, by its field', (_, change, fault) => {
    expect(
      faultsOf(change).some((found) => fault.test(found)),
      faultsOf(change).join(' | '),
    ).toBe(true);
  });

  test('a question of the bank is kept as it is asked, in both languages, with its source', () => {
    const question = bank.questions[3];
    const variant = question?.variants[1];
    const result = read({ question: { from: 'bank', id: `${question?.id}/${variant?.id}` } });
    expect(result).toMatchObject({
      ok: {
        question: {
          question: question?.id,
          variant: variant?.id,
          topic: question?.topic,
          en: { stem: variant?.said.en.stem, source: question?.source.en },
          cy: { stem: variant?.said.cy.stem },
          right: (variant?.said.en.options.findIndex(({ right }) => right) ?? 0) + 1,
        },
      },
    });
  });

  test('the version of a question is another when a word is', () => {
    const version = (stem: string) => {
      const result = read({ question: { ...own, stem: { en: stem, cy: '' } } });
      return 'ok' in result && result.ok.question?.version;
    };
    expect(version('One?')).toBe(version('One?'));
    expect(version('One?')).not.toBe(version('Two?'));
  });
});

describe('when', () => {
  const now = new Date('2026-03-27T12:00:00Z'); // a Friday; clocks go forward on Sunday
  const campaign = { startsOn: '2026-03-25', endsOn: '2026-04-08' };
  test.each([
    ['now', { kind: 'now' }, '2026-03-27T12:00:00.000Z'],
    ['tomorrow at ten', { kind: 'tomorrow' }, '2026-03-28T10:00:00.000Z'],
    ['by the clock on the wall', { kind: 'at', at: '2026-03-30T09:30' }, '2026-03-30T08:30:00.000Z'],
    ['a week of the campaign', { kind: 'week', week: 1 }, '2026-04-01T09:00:00.000Z'],
  ] as const)('%s', (_, when, expected) => {
    expect(readWhen(when, now, 'Europe/London', campaign)).toEqual({ ok: new Date(expected) });
  });

  test.each([
    ['a time that is past', { kind: 'at', at: '2026-03-27T11:59' }, /past/],
    ['a time that is years ahead', { kind: 'at', at: '2028-01-01T10:00' }, /within a year/],
    ['no time', { kind: 'at', at: '' }, /Give a day/],
    ['a day that there is not', { kind: 'at', at: '2026-02-30T10:00' }, /Give a day/],
    ['a week that is past', { kind: 'week', week: 0 }, /past/],
    ['a week after the end', { kind: 'week', week: 3 }, /one of the weeks/],
  ] as const)('%s is refused', (_, when, sentence) => {
    expect(readWhen(when, now, 'Europe/London', campaign)).toMatchObject({
      faults: [{ field: 'when', sentence: expect.stringMatching(sentence) }],
    });
  });

  test('a campaign has a week for each seven days, its last day counted', () => {
    expect(weeksOf(campaign, 'Europe/London').map((at) => at.toISOString())).toEqual([
      '2026-03-25T10:00:00.000Z',
      '2026-04-01T09:00:00.000Z',
      '2026-04-08T09:00:00.000Z',
    ]);
  });

  test.each([
    ['', '2026-03-01', '2026-04-01', 'name'],
    ['x'.repeat(61), '2026-03-01', '2026-04-01', 'name'],
    ['For Mrs Okafor', '2026-03-01', '2026-04-01', 'name'],
    ['Photos', '2026-13-01', '2026-04-01', 'starts-on'],
    ['Photos', '2026-03-01', '', 'ends-on'],
    ['Photos', '2026-03-02', '2026-03-01', 'ends-on'],
    ['Photos', '2026-03-02', '2027-06-01', 'ends-on'],
  ])('a campaign %j from %j to %j is refused by its %s', (name, startsOn, endsOn, field) => {
    expect(readCampaign({ name, startsOn, endsOn }, checks.mayBeKept)).toMatchObject({ faults: [{ field }] });
  });

  test('a campaign of one day is one', () => {
    const one = { name: ' Photos ', startsOn: '2026-03-02', endsOn: '2026-03-02' };
    expect(readCampaign(one, checks.mayBeKept)).toEqual({ ok: { ...one, name: 'Photos' } });
  });
});

describe('a picture is what its bytes say', () => {
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1);
  test.each([
    ['a PNG', png, { type: 'image/png' }],
    ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), { type: 'image/jpeg' }],
    ['an SVG', new TextEncoder().encode('<svg onload="x"/>'), { fault: 'The picture must be a PNG or a JPEG.' }],
    ['nothing', new Uint8Array(0), { fault: 'The picture must be a PNG or a JPEG.' }],
    [
      'one that is too large',
      new Uint8Array(1_000_001),
      { fault: 'The picture may have 1 MB at most: make it smaller.' },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(readPicture(bytes)).toEqual(expected);
  });
});
