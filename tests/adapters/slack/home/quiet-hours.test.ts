import { afterEach, beforeEach, expect, test } from 'vitest';
import press from '../../../fixtures/slack/block-actions-home.json' with { type: 'json' };
import { soon } from '../../../soon.ts';
import { OWN, type Stage, startStage } from '../stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const who = { tenant: 'T01TRUST', person: 'U02NURSE01' };
const open = async () => {
  const actions = [{ ...press.actions[0], action_id: 'quietword-home:quiet-hours', value: 'quiet-hours' }];
  expect((await stage.interact({ ...press, actions })).status).toBe(200);
  await soon(() => expect(stage.form().callback_id).toBe('quiet_hours'));
  return stage.form();
};
const submit = (from: string | null, to: string | null, language = 'en') => {
  const field = (name: string, selected_time: string | null) => ({
    [name]: { [name]: { type: 'timepicker', selected_time } },
  });
  const fields = { ...field('from', from), ...field('to', to) };
  return stage.submit({ callback: 'quiet_hours', metadata: { language }, fields });
};

test('the form has what they have now, and Slack’s limits', async () => {
  stage.says.own = { ...OWN, quietHours: { from: '22:00', to: '06:30' } };
  const form = await open();
  expect(form.title.text.length).toBeLessThanOrEqual(24);
  expect(form.blocks.filter(({ type }) => type === 'input')).toMatchObject([
    { block_id: 'from', optional: true, element: { type: 'timepicker', initial_time: '22:00' } },
    { block_id: 'to', optional: true, element: { type: 'timepicker', initial_time: '06:30' } },
  ]);
});

test('in Welsh, and empty where they have none', async () => {
  stage.says.own = { ...OWN, language: 'cy' };
  const form = await open();
  expect(form.title.text).toBe('Fy oriau tawel');
  expect(JSON.stringify(form)).not.toContain('initial_time');
  expect(JSON.parse(form.private_metadata)).toEqual({ language: 'cy' });
});

test.each([
  ['12:00', '14:00'],
  [null, null],
])('from %s to %s is stored, and the page shown anew', async (from, to) => {
  expect(await submit(from, to)).toEqual({ status: 200, json: '' });
  expect(stage.taken.choices).toEqual([{ ...who, choice: { quietHours: { from, to } } }]);
  await soon(() => expect(stage.homes()).toMatchObject([{ person: 'U02NURSE01' }]));
});

test.each([
  ['en', { at: 'to', what: 'no-end' }, 'Enter when your quiet hours end'],
  ['en', { at: 'to', what: 'same' }, 'Quiet hours must end at another time than they start'],
  ['cy', { at: 'from', what: 'no-start' }, 'Rhowch yr amser y mae eich oriau tawel yn dechrau'],
] as const)('a fault is said beside its field (%s, %j)', async (language, wrong, sentence) => {
  stage.says.wrong = wrong;
  const { json } = await submit('12:00', null, language);
  expect(json).toEqual({ response_action: 'errors', errors: { [wrong.at]: sentence } });
  expect(stage.homes()).toEqual([]);
});

test('what can’t be stored says so, and the form stays', async () => {
  stage.says.fault = new Error('the database is down');
  expect((await submit('12:00', '14:00')).json).toMatchObject({
    response_action: 'errors',
    errors: { from: expect.stringContaining('did not reach us') },
  });
});

test('where storing takes a while the form says so, and the page is shown once it is done', async () => {
  let stored = () => {};
  stage.says.until = new Promise((resolve) => {
    stored = resolve;
  });
  stage.api.answer('views.update', { json: { ok: true } });
  expect((await submit('12:00', '14:00')).json).toMatchObject({ response_action: 'update' });
  expect(stage.homes()).toEqual([]);
  stored();
  await soon(() => expect(stage.homes()).toHaveLength(1));
  await soon(() => expect(stage.api.calls.map(({ method }) => method)).toContain('views.update'));
});

test('where it couldn’t be stored after a while, the form is there again as it was sent: what was emptied stays empty', async () => {
  stage.says.own = { ...OWN, quietHours: { from: '22:00', to: '06:30' } };
  await open();
  let fail = (_: Error) => {};
  stage.says.until = new Promise((_, reject) => {
    fail = reject;
  });
  stage.api.answer('views.update', { json: { ok: true } });
  await submit('21:15', null);
  fail(new Error('the database is down'));
  await soon(() => expect(stage.updated()).toHaveLength(1));
  const [from, to] = stage.updated()[0]?.blocks.filter(({ type }) => type === 'input') ?? [];
  expect(from).toMatchObject({ block_id: 'from', element: { initial_time: '21:15' } });
  expect(to).toMatchObject({ block_id: 'to', element: { type: 'timepicker' } });
  expect(to?.element).not.toHaveProperty('initial_time');
});

test.each([['25:00'], ['noon'], ['9:00']])('%s is no time that Slack’s form gives', async (from) => {
  expect((await submit(from, '14:00')).status).toBe(400);
  expect(stage.taken.choices).toEqual([]);
});

test('where the form can’t be opened, it is noted', async () => {
  stage.api.answer('views.open', { json: { ok: false, error: 'expired_trigger_id' } });
  const actions = [{ ...press.actions[0], action_id: 'quietword-home:quiet-hours', value: 'quiet-hours' }];
  expect((await stage.interact({ ...press, actions })).status).toBe(200);
  await soon(() =>
    expect(stage.logged).toContainEqual({
      event: 'slack.form_not_opened',
      fields: expect.objectContaining({ reason: 'expired_trigger_id' }),
    }),
  );
});
