import { describe, expect, test } from 'vitest';
import { homeView, onlySaying } from '../../../../src/adapters/slack/home/view.ts';
import { HOME_WORDS } from '../../../../src/adapters/slack/home/words.ts';
import { renderNotice } from '../../../../src/adapters/slack/notice.ts';
import { readingAge } from '../../../../src/reading-age.ts';
import { notice, OWN } from '../stage.ts';

interface Block {
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly elements?: readonly {
    readonly action_id: string;
    readonly value?: string;
    readonly url?: string;
    readonly text: { text: string };
  }[];
}

const blocksOf = (own: Partial<typeof OWN>, ...rest: [] | [Parameters<typeof homeView>[1]]) =>
  homeView({ ...OWN, ...own }, ...rest).blocks as unknown as Block[];
const said = (own: Partial<typeof OWN>) => blocksOf(own).flatMap(({ text }) => (text ? [text.text] : []));
const buttons = (own: Partial<typeof OWN>) =>
  blocksOf(own)
    .flatMap(({ elements = [] }) => elements)
    .map(
      ({ action_id, value, url, text }) => `${action_id.replace('quietword-home:', '')} ${value ?? url}: ${text.text}`,
    );

const LATELY = { told: 3, putRight: 2, early: 1, raised: 1 };

test('of somebody of whom nothing is kept it is kind, and offers what can be chosen', () => {
  expect(said({})).toEqual([
    '*For you*',
    'Only you see this page. It is not shown to your manager or to anybody else.',
    '*My month*',
    'Nothing this month. Thank you for taking care.',
    '*My fixes*',
    'Nothing needed a fix in the last 90 days.',
    '*My questions*',
    'Answer the questions of the week, and your weeks in a row are counted here.',
    '*My choices*',
    'Quietword speaks with me in English.',
    'I get the questions of the week.',
    'I have no quiet hours of my own.',
  ]);
  expect(buttons({})).toEqual([
    'question question: Ask me my next question',
    'language cy: Cymraeg',
    'pause pause: Pause them for 28 days',
    'quiet-hours quiet-hours: Choose quiet hours',
    'quietword-opens:page https://quietword.example/me: My page: all that is kept about me',
  ]);
});

test('counts what there is, and says what was chosen', () => {
  const own = {
    month: { told: 2, putRight: 1 },
    lately: LATELY,
    streak: 3,
    waiting: true,
    pausedUntil: new Date('2026-12-23T23:30:00Z'),
    quietHours: { from: '12:00', to: '14:00' },
  };
  const words = said(own);
  expect(words).toContain('Quiet words that you had this month: 2\nPut right: 1');
  expect(words).toContain(
    'Messages that you put right in the last 90 days: 2\nWithin minutes: 1\nNear misses that you raised: 1',
  );
  expect(words).toContain('Weeks in a row that you answered your questions: 3');
  expect(words).toContain('A question waits for you.');
  expect(words).toContain('I get no questions until 23 December 2026.');
  expect(words).toContain('No questions from 12:00 to 14:00.');
  expect(buttons(own)).toEqual([
    'question question: Show my question',
    'language cy: Cymraeg',
    'resume resume: Start again',
    'quiet-hours quiet-hours: Choose quiet hours',
    'no-quiet-hours no-quiet-hours: No quiet hours',
    'quietword-opens:page https://quietword.example/me: My page: all that is kept about me',
  ]);
});

test('in Welsh', () => {
  const own = { language: 'cy', lately: LATELY, pausedUntil: new Date('2026-12-24T12:00:00Z') } as const;
  expect(said(own)).toEqual([
    '*I chi*',
    'Dim ond chi sy’n gweld y dudalen hon. Nid yw’n cael ei dangos i’ch rheolwr nac i neb arall.',
    '*Fy mis*',
    'Dim byd y mis hwn. Diolch am gymryd gofal.',
    '*Fy nghywiriadau*',
    'Negeseuon a gywiroch yn y 90 diwrnod diwethaf: 2\nO fewn munudau: 1\nDamweiniau a fu bron â digwydd a godoch: 1',
    '*Fy nghwestiynau*',
    'Atebwch gwestiynau’r wythnos, a bydd eich wythnosau yn olynol yn cael eu cyfrif yma.',
    '*Fy newisiadau*',
    'Mae Quietword yn siarad â mi yn Gymraeg.',
    'Ni fyddaf yn cael cwestiynau tan 24 Rhagfyr 2026.',
    'Nid oes gennyf oriau tawel fy hun.',
  ]);
  expect(buttons(own)).toContain('language en: English');
  expect(buttons(own).at(-1)).toContain(': Fy nhudalen: popeth sy’n cael ei gadw amdanaf');
  expect(buttons({ language: 'cy' })).toContain('pause pause: Eu hoedi am 28 diwrnod');
});

describe('what is nothing to be thanked for', () => {
  test('isn’t counted out: no word that was put right', () => {
    const lately = { told: 1, putRight: 0, early: 0, raised: 0 };
    const words = said({ month: { told: 1, putRight: 0 }, lately });
    expect(words).toContain('Quiet words that you had this month: 1');
    expect(words).toContain('There is still time. You can edit or delete a message at any time, and it counts.');
    expect(words.join('\n')).not.toContain(': 0');
  });
  test('nor does a near miss need a word to be told of', () => {
    expect(said({ lately: { told: 0, putRight: 0, early: 0, raised: 2 } })).toContain('Near misses that you raised: 2');
  });
});

test('without sign-in there is no page to link to', () => {
  expect(buttons({ page: null }).join()).not.toContain('My page');
});

test('a pause of one day', () => {
  expect(buttons({ pauseDays: 1 })).toContain('pause pause: Pause them for 1 day');
});

test('what was asked for stands first', () => {
  const top = renderNotice(notice).blocks;
  const blocks = blocksOf({}, top);
  expect(blocks.slice(0, top.length)).toEqual(top);
  expect(blocks[top.length]).toEqual({ type: 'divider' });
});

test('the longest is within Slack’s limits', () => {
  const long = { ...notice, paragraphs: Array.from({ length: 200 }, () => 'x'.repeat(500)), suggestion: 'x' };
  for (const language of ['en', 'cy'] as const) {
    const own = {
      language,
      month: { told: 99_999, putRight: 99_999 },
      lately: { told: 99_999, putRight: 99_999, early: 99_999, raised: 99_999 },
      streak: 999,
      waiting: true,
      pausedUntil: new Date('2026-09-30'),
      pauseDays: 365,
      quietHours: { from: '12:00', to: '14:00' },
      page: `https://${'q'.repeat(200)}.example/me`,
    };
    const blocks = blocksOf(own, renderNotice(long).blocks);
    expect(blocks.length).toBeLessThanOrEqual(100);
    for (const { text, elements = [] } of blocks) {
      expect(text?.text.length ?? 1).toBeLessThanOrEqual(3_000);
      for (const { action_id, value, text: label } of elements.filter(({ action_id }) => action_id !== undefined)) {
        expect(label.text.length).toBeLessThanOrEqual(75);
        expect(label.text).not.toMatch(/…$/);
        expect(action_id.length).toBeLessThanOrEqual(255);
        expect((value ?? '').length).toBeLessThanOrEqual(2_000);
      }
      const ids = elements.map(({ action_id }) => action_id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  }
});

test('at a reading age of eleven', () => {
  const { en } = HOME_WORDS;
  const sentences = [...said({}).filter((text) => text.endsWith('.')), en.fixes.stillTime, en.form.hint];
  for (const sentence of sentences) expect(readingAge(sentence), sentence).toBeLessThanOrEqual(11);
});

test('where nothing can be read, one sentence', () => {
  expect(onlySaying('Sorry.')).toMatchObject({ type: 'home', blocks: [{ text: { text: 'Sorry.' } }] });
});
