import { afterEach, beforeEach, expect, test } from 'vitest';
import shortcut from '../../fixtures/slack/shortcut.json' with { type: 'json' };
import { type Fields, type Form, type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const DRAFT = 'Mrs Adaeze Winterbourne <bed 4> & her son';
const SAFER = 'The lady in bed 4 & her son';

interface Chosen {
  readonly draft?: string | null;
  readonly place?: string | null;
  readonly readers?: string | null;
}
/** As Slack hands a form back, escapes and all. */
const filled = (form: Pick<Form, 'blocks'>, { draft = DRAFT, place = 'C01WARD7', readers = null }: Chosen): Fields => {
  const block = form.blocks.find(({ block_id }) => String(block_id).startsWith('draft'))?.block_id as string;
  return {
    [block]: { draft: { type: 'plain_text_input', value: draft } },
    place: { place: { type: 'conversations_select', selected_conversation: place } },
    readers: { readers: { type: 'static_select', selected_option: readers && { value: readers } } },
  };
};
const open = async () => {
  expect(await stage.interact(shortcut)).toEqual({ status: 200, text: '' });
  return stage.form();
};
const check = async (chosen: Chosen = {}) => {
  const form = await open();
  const { status, json } = await stage.submit({
    callback: form.callback_id,
    metadata: form.private_metadata,
    fields: filled(form, chosen),
  });
  return { status, json: json as { response_action?: string; errors?: Record<string, string>; view: Form } };
};

test('the shortcut opens a form for the draft and where it would go', async () => {
  const form = await open();
  expect(stage.api.calls.at(-1)?.params.get('trigger_id')).toBe(shortcut.trigger_id);
  expect(form.title.text).toBe('Check before you post');
  expect(form.blocks).toMatchObject([
    { type: 'input', element: { type: 'plain_text_input', multiline: true, max_length: 3_000 } },
    { optional: true, element: { type: 'conversations_select', default_to_current_conversation: true } },
    { optional: true, element: { type: 'static_select', options: { length: 4 } } },
  ]);
});

test('the draft is judged for who would read it, and the form says what was found', async () => {
  stage.says.checked = {
    level: 'urgent',
    heading: '212 people would read this',
    paragraphs: ['It has <a name> & a diagnosis.', 'Please put it in the record.'],
    suggestion: SAFER,
    left: 'The rewrite can’t take out the picture.',
  };
  const { status, json } = await check({
    draft: DRAFT.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;'),
  });
  expect(status).toBe(200);
  expect(stage.taken.drafts).toEqual([
    {
      platform: 'slack',
      tenant: 'T01TRUST',
      text: DRAFT,
      attachments: [],
      audience: 'organisation',
      readers: 212,
      guests: 0,
      language: 'en',
    },
  ]);
  expect(json.response_action).toBe('update');
  const { view } = json;
  expect(view.submit?.text).toBe('Check again');
  expect(view.blocks).toMatchObject([
    { type: 'section', text: { text: '*212 people would read this*' } },
    { type: 'section', text: { text: 'It has &lt;a name&gt; &amp; a diagnosis.' } },
    { type: 'section' },
    { type: 'input', element: { type: 'plain_text_input', initial_value: SAFER } },
    { type: 'section', text: { text: 'The rewrite can’t take out the picture.' } },
  ]);
  expect(view.private_metadata).not.toMatch(/Winterbourne|bed/);
});

test('the rewrite can be changed and checked again for the same place', async () => {
  stage.says.checked = { ...stage.says.checked, suggestion: SAFER };
  const { view } = (await check()).json;
  const [first] = (await open()).blocks;
  const again = filled(view, { draft: 'The lady in bed 4' });
  const { json } = await stage.submit({
    callback: view.callback_id,
    metadata: view.private_metadata,
    fields: Object.fromEntries(Object.entries(again).slice(0, 1)),
  });
  expect(json).toMatchObject({ response_action: 'update' });
  expect(stage.taken.drafts.at(-1)).toMatchObject({ text: 'The lady in bed 4', readers: 212 });
  // Slack would keep the first draft in a block of the same name.
  expect(Object.keys(again)[0]).not.toBe(first?.block_id);
});

test('a clear draft needs no rewrite, and there is nothing to send', async () => {
  const { view } = (await check()).json;
  expect(view.submit).toBeUndefined();
  expect(view.blocks).toHaveLength(1);
});

test('a rewrite longer than a field is set apart instead', async () => {
  stage.says.checked = { ...stage.says.checked, suggestion: 'x'.repeat(3_001) };
  const { view } = (await check()).json;
  expect(view.submit).toBeUndefined();
  expect(view.blocks.at(-1)).toMatchObject({ type: 'rich_text' });
});

test.each([
  ['D01DIRECT', null, { audience: 'direct', readers: 2 }],
  ['U03COLLEAGUE', null, { audience: 'direct', readers: 2 }],
  [null, 'care-team', { audience: 'care-team', readers: null }],
  ['C01WARD7', 'direct', { audience: 'organisation', readers: 212 }],
])('it would go to %s or be read by %s', async (place, readers, expected) => {
  await check({ place, readers });
  expect(stage.taken.drafts).toMatchObject([expected]);
});

test('of a place that the app can’t see, what the person says of its readers counts', async () => {
  stage.api.answer('conversations.info', { json: { ok: false, error: 'channel_not_found' } });
  await check({ place: 'C09HIDDEN', readers: 'care-team' });
  await check({ place: 'C09HIDDEN' });
  expect(stage.taken.drafts).toMatchObject([
    { audience: 'care-team', readers: null },
    { audience: 'organisation', readers: null },
  ]);
});

test.each<[string, Chosen, string, string]>([
  ['without a draft', { draft: '  ' }, 'draft-0', 'Please write or change something here first.'],
  ['with no draft at all', { draft: null }, 'draft-0', 'Please write or change something here first.'],
  ['for nowhere', { place: null }, 'readers', 'Please choose a place above, or who would read it.'],
])('a form %s stays open and says so', async (_, chosen, block, sentence) => {
  const { status, json } = await check(chosen);
  expect(status).toBe(200);
  expect(json).toEqual({ response_action: 'errors', errors: { [block]: sentence } });
  expect(stage.taken.drafts).toEqual([]);
});

test('where it can’t be checked the form stays open with the draft', async () => {
  stage.says.fault = new Error('the database is down');
  const { status, json } = await check();
  expect(status).toBe(200);
  expect(json).toMatchObject({
    response_action: 'errors',
    errors: { 'draft-0': expect.stringContaining('try again') },
  });
});

test.each<[string, Chosen & { metadata?: unknown }]>([
  ['readers that are none', { readers: 'everyone' }],
  ['metadata that is none of ours', { metadata: { language: 'fr', round: 0 } }],
])('a form with %s gives 400', async (_, { metadata, ...chosen }) => {
  const form = await open();
  const sent = {
    callback: form.callback_id,
    metadata: metadata ?? form.private_metadata,
    fields: filled(form, chosen),
  };
  expect((await stage.submit(sent)).status).toBe(400);
  expect(stage.taken.drafts).toEqual([]);
});

test('in Welsh for who chose Welsh, and so is the verdict', async () => {
  stage.says.language = 'cy';
  const form = await open();
  expect(form.title.text).toBe('Gwirio cyn postio');
  await check();
  expect(stage.taken.drafts).toMatchObject([{ language: 'cy' }]);
});

test('forms keep to what Slack takes, in both languages', async () => {
  for (const language of ['en', 'cy'] as const) {
    stage.says.language = language;
    const form = await open();
    const { title, submit, blocks } = form;
    for (const text of [title.text, submit?.text ?? '']) expect(text).toMatch(/^[^…]{1,24}$/);
    expect(JSON.stringify(blocks)).not.toContain('…');
  }
});

test('another shortcut gives 400; one in another workspace 403', async () => {
  expect((await stage.interact({ ...shortcut, callback_id: 'another' })).status).toBe(400);
  expect((await stage.interact({ ...shortcut, team: { id: 'T09' } })).status).toBe(403);
});

test('no word of a draft is handed to the log', async () => {
  stage.says.fault = new Error(DRAFT);
  stage.api.answer('conversations.info', { json: { ok: false, error: 'channel_not_found' } });
  await check();
  const text = JSON.stringify(stage.logged, (key, value) => (key === 'error' ? undefined : value));
  expect(stage.logged.map(({ event }) => event)).toContain('slack.check_failed');
  expect(text).not.toContain('Winterbourne');
});
