import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import press from '../fixtures/slack/block-actions.json' with { type: 'json' };
import onMessage from '../fixtures/slack/message-action.json' with { type: 'json' };
import shortcut from '../fixtures/slack/shortcut.json' with { type: 'json' };
import submission from '../fixtures/slack/view-submission.json' with { type: 'json' };
import { refused, type SlackProgram, startSlackProgram } from '../slack-program.ts';
import { soon } from '../soon.ts';

// How it answers in Slack: in private by one way or another, in the place of what it said, by forms, and at once.
// Each test has people of its own.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const FINE = 'The lady in side room 2 is back from theatre';
const WAIT = 'One moment, please.';

describe.skipIf(!inject('postgres'))('answering in Slack', () => {
  let slack: SlackProgram;
  beforeAll(async () => {
    slack = await startSlackProgram();
  });
  afterAll(async () => {
    expect(slack.program.output()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
    await slack.close();
  });
  beforeEach(() => {
    slack.behave();
    slack.api.calls.length = 0;
  });

  let people = 0;
  const somebody = () => {
    people += 1;
    return `U7${people}`;
  };
  const inPublic = () =>
    slack.api.calls.filter(
      ({ method, params }) => method === 'chat.postMessage' && /^[CG]/.test(params.get('channel') ?? ''),
    );
  const words = (call: { params: URLSearchParams } | undefined) => call?.params.get('text') ?? '';
  /** Told in a direct message, since the channel refuses it. */
  const toldDirectly = async (person: string) => {
    slack.api.answer('chat.postEphemeral', refused('user_not_in_channel'));
    const ts = await slack.post(person, URGENT);
    const [, notice] = await slack.soon(person, 2);
    if (!notice) throw new Error('nothing was said');
    return { ts, notice };
  };
  const shown = () => soon(() => slack.shown()[0] ?? Promise.reject(new Error('nothing is shown yet')));

  // All that https://docs.slack.dev/reference/methods/chat.postEphemeral says of the place or the person.
  test.each([
    'user_not_in_channel',
    'not_in_channel',
    'channel_not_found',
    'is_archived',
    'channel_is_archived',
    'restricted_action',
    'cannot_reply_to_message',
    'no_permission',
    'access_denied',
    'enterprise_is_restricted',
    'messages_tab_disabled',
    'a_code_of_tomorrow',
  ])('refused beside the channel (%s), it is said in a direct message, and never in public', async (code) => {
    const person = somebody();
    slack.api.answer('chat.postEphemeral', refused(code));
    await slack.post(person, URGENT);
    const [, direct] = await slack.soon(person, 2);
    expect(direct?.method).toBe('chat.postMessage');
    expect(direct?.params.get('blocks')).toContain('<#C01WARD7>');
    expect(inPublic()).toEqual([]);
  });

  test.each([
    ['edited', (person: string, ts: string) => slack.edit(person, ts, FINE)],
    ['deleted', (_: string, ts: string) => slack.remove(ts)],
  ])('told in a direct message, and %s: the thanks take its place', async (_, change) => {
    const person = somebody();
    const { ts } = await toldDirectly(person);
    await change(person, ts);
    const thanks = (await slack.soon(person, 3))[2];
    expect(thanks?.method).toBe('chat.update');
    expect(words(thanks)).toMatch(/thank/i);
    expect(thanks?.params.get('blocks')).not.toContain('quietword:fixed');
  });

  test('answered on the reminder, the notice before it says so, too', async () => {
    const person = somebody();
    await toldDirectly(person);
    await slack.hurry();
    const all = await slack.soon(person, 4);
    expect(all.map(({ method }) => method)).toEqual(PUT_OFF_TWICE);
    await slack.press(person, all[3] as (typeof all)[number], 'not-patient');
    const [, , , , first] = await slack.soon(person, 5);
    expect(first?.method).toBe('chat.update');
    expect(first?.params.get('ts')).not.toBe(undefined);
    expect(words(first)).toContain('Caldicott Guardian');
    expect(first?.params.get('blocks')).not.toContain('quietword:not-patient');
    expect(await shown()).toMatchObject({ replace_original: true });
  });
  const PUT_OFF_TWICE = ['chat.postEphemeral', 'chat.postMessage', 'chat.postEphemeral', 'chat.postMessage'];

  test('what only its reader saw is replaced when it is pressed, by its response_url', async () => {
    const person = somebody();
    await slack.post(person, URGENT);
    const [notice] = await slack.soon(person, 1);
    expect((await slack.press(person, notice as NonNullable<typeof notice>, 'not-patient')).status).toBe(200);
    expect(await shown()).toMatchObject({ replace_original: true });
    expect(slack.api.calls.map(({ method }) => method)).not.toContain('chat.update');
  });

  const opened = () => {
    const call = slack.api.calls.findLast(({ method }) => method === 'views.open');
    return JSON.parse(call?.params.get('view') ?? '{}');
  };
  const send = async (person: string, values: object) => {
    const view = { ...submission.view, ...opened(), state: { values } };
    const { text } = await slack.interact({ ...submission, user: { ...submission.user, id: person }, view });
    return text;
  };

  test('a draft by the shortcut or the command, a message by its own shortcut, own words by a button', async () => {
    const person = somebody();
    const user = { ...shortcut.user, id: person };
    expect((await slack.interact({ ...shortcut, user })).status).toBe(200);
    expect((await slack.command(person, `check ${URGENT}`)).status).toBe(200);
    const draft = { 'draft-0': { draft: { value: URGENT } }, place: { place: { selected_conversation: 'C01WARD7' } } };
    expect(await send(person, draft)).toContain('an NHS number');

    expect((await slack.interact({ ...onMessage, user })).status).toBe(200);
    expect(opened().callback_id).toBe('report_message');
    slack.api.answer('conversations.history', { json: { ok: true, messages: [onMessage.message] } });
    expect(await send(person, { name: { name: { selected_option: { value: 'unnamed' } } } })).toMatch(/thank/i);

    await slack.post(person, URGENT);
    const [notice] = await slack.soon(person, 1);
    await slack.press(person, notice as NonNullable<typeof notice>, 'needed');
    const { blocks } = (await shown()) as { blocks: { elements?: { action_id?: string }[] }[] };
    const asks = blocks.flatMap(({ elements = [] }) => elements).find(({ action_id }) => action_id?.includes('asks'));
    await slack.interact({ ...press, user, response_url: slack.api.responseUrl, actions: [asks] });
    expect(opened().callback_id).toBe('own_words');
    expect(await send(person, { words: { words: { value: 'the ward phone is down' } } })).toBe('');
    await soon(() => expect(slack.shown()[1]).toMatchObject({ replace_original: true }));
  });

  test.each(['help', 'question', 'figures', 'cymraeg', 'english', 'refresher', 'something else'])(
    '/quietword %s is answered to that person alone',
    async (text) => {
      const { status, text: answer } = await slack.command(somebody(), text);
      expect(status).toBe(200);
      expect(JSON.parse(answer)).toMatchObject({ response_type: 'ephemeral' });
    },
  );

  test('a button that opens a page is acknowledged, and that is all', async () => {
    const actions = [{ action_id: 'quietword-opens:page', type: 'button', action_ts: '1.1' }];
    expect(await slack.interact({ ...press, actions })).toEqual({ status: 200, text: '' });
    expect(slack.api.calls).toEqual([]);
  });

  test('a database that hangs: Slack has its answer, and then the reply; nothing is lost', async () => {
    const person = somebody();
    await slack.post(person, URGENT);
    const [notice] = await slack.soon(person, 1);
    await soon(async () => {
      const { rows } = await slack.sql.query(
        "select 1 from notices n join incidents i on i.id = n.incident join people p on p.id = i.person where p.platform_user = $1 and n.delivery = 'sent'",
        [person],
      );
      expect(rows).toHaveLength(1);
    });
    await slack.sql.query('begin');
    await slack.sql.query('lock table incidents, people in access exclusive mode');
    expect(await slack.press(person, notice as NonNullable<typeof notice>, 'not-patient')).toEqual({
      status: 200,
      text: '',
    });
    expect(await slack.command(person, 'figures')).toEqual({ status: 200, text: '' });
    await slack.interact({ ...onMessage, user: { ...onMessage.user, id: person } });
    expect(opened().callback_id).toBe('report_message');
    expect(await send(person, { name: { name: { selected_option: { value: 'named' } } } })).toContain(WAIT);
    expect(slack.shown()).toEqual([]);
    await slack.sql.query('rollback');
    await soon(() => expect(slack.shown()).toHaveLength(2));
    const { rows } = await slack.sql.query(
      'select answer from incidents i join people p on p.id = i.person where p.platform_user = $1',
      [person],
    );
    expect(rows).toEqual([{ answer: 'not-patient' }]);
    await soon(() => {
      const update = slack.api.calls.find(({ method }) => method === 'views.update');
      expect(update?.params.get('view')).toMatch(/thank/i);
    });
  });

  test('a Slack that hangs: it has its answer all the same', async () => {
    const person = somebody();
    for (const method of ['views.open', 'conversations.history', 'conversations.info'])
      slack.api.answer(method, 'hang');
    expect((await slack.interact({ ...shortcut, user: { ...shortcut.user, id: person } })).status).toBe(200);
    expect((await slack.command(person, 'check')).text).toBe('');
    expect(await shown()).toMatchObject({ text: expect.stringContaining('did not reach us') });
  });
});
