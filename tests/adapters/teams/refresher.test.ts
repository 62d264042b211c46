import { afterEach, beforeEach, expect, test } from 'vitest';
import { renderNotice } from '../../../src/adapters/teams/notice.ts';
import type { PrivateNotice, RefresherReply } from '../../../src/chat.ts';
import { soon } from '../../soon.ts';
import { saidOn } from '../../teams-hands.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const select = { label: 'Which?', options: [{ value: 'a', label: 'An option' }] };
const form: RefresherReply = {
  show: 'form',
  form: {
    language: 'en',
    heading: 'Write a refresher',
    title: { label: 'Title', longest: 75 },
    words: { label: 'What it says', longest: 600 },
    topic: select,
    audience: select,
    acknowledge: select,
    submit: 'See it first',
  },
};
const refresher: PrivateNotice = {
  incident: 'c1',
  kind: 'refresher',
  level: 'nudge',
  language: 'en',
  heading: 'Photos',
  paragraphs: ['Use the app.'],
  suggestion: null,
  choices: [{ action: 'refresher:read', label: 'I have read this', style: 'primary' }],
  asks: null,
};
const preview: RefresherReply = {
  show: 'preview',
  refresher: 'r1',
  language: 'en',
  heading: 'Write a refresher',
  lines: ['It goes to 12 people.'],
  notice: refresher,
  next: { label: 'What now?', options: [{ value: 'test', label: 'Send a test to me' }] },
  submit: 'Go on',
};
const WRITTEN = { title: 'Photos', words: 'Use the app', topic: 'photos', audience: 'everyone', acknowledge: 'yes' };
const shownIn = () => stage.teams.shown.at(-1) as (typeof stage.teams.shown)[number];
const said = (sent: { json: unknown }) => saidOn((sent.json as { value: unknown }).value);

test('a trainer asks for the form, writes, looks, and says what is to become of it', async () => {
  stage.says.refresher = form;
  await stage.hands.tell('sister', 'refresher');
  await soon(() => expect(stage.teams.shown).toHaveLength(1));
  const card = shownIn();
  expect(saidOn(card.activity)).toContain('Write a refresher');

  stage.says.refresher = preview;
  const looked = await stage.hands.press('sister', card, 'write-refresher', WRITTEN);
  expect(stage.taken.refreshers.at(-1)?.step).toEqual({ do: 'write', ...WRITTEN, acknowledge: true });
  for (const part of ['It goes to 12 people.', 'Use the app.', '[ I have read this ]'])
    expect(said(looked)).toContain(part);
  expect(looked.text, 'its buttons do nothing yet').not.toContain('refresher:read');

  const asked = { ...card, activity: { attachments: [{ content: (looked.json as { value: unknown }).value }] } };
  expect((await stage.hands.press('sister', asked, 'send-refresher')).text).toContain('write or choose something');
  stage.says.refresher = { show: 'sentence', sentence: 'It is on its way.' };
  expect(said(await stage.hands.press('sister', asked, 'send-refresher', { next: 'now' }))).toContain(
    'It is on its way.',
  );
  expect(stage.taken.refreshers.at(-1)?.step).toEqual({ do: 'send', refresher: 'r1', when: 'now' });
});

test('what is wrong, or can’t be stored, is said beside the card, which stays', async () => {
  stage.says.refresher = form;
  await stage.hands.tell('sister', 'nodyn');
  await soon(() => expect(stage.teams.shown).toHaveLength(1));
  const card = shownIn();
  stage.says.refresher = { show: 'faults', faults: [{ field: 'words', sentence: 'This may name a person.' }] };
  const refused = await stage.hands.press('sister', card, 'write-refresher', WRITTEN);
  expect(refused.json).toMatchObject({
    type: 'application/vnd.microsoft.activity.message',
    value: 'This may name a person.',
  });
  stage.says.fault = new Error('the database is down');
  expect((await stage.hands.press('sister', card, 'write-refresher', WRITTEN)).text).toContain('did not reach us');
});

test('a picture is as wide as the card, and says what it shows', () => {
  const { body } = renderNotice({ ...refresher, picture: { url: 'https://q.test/pictures/p1', alt: 'A phone' } }, null);
  expect(body).toContainEqual(
    expect.objectContaining({ type: 'Image', url: 'https://q.test/pictures/p1', altText: 'A phone' }),
  );
});

test('a title is shown without what Teams would take for Markdown', () => {
  const { body } = renderNotice({ ...refresher, heading: '[Photos](https://evil.test) *now* {{DATE(1)}} (new)' }, null);
  expect(body[0]?.text).toBe('Photos (https://evil.test) now DATE(1) (new)');
});
