import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TEAM, WARD } from '../../fake-teams.ts';
import { actionsOf, chatOf, person, saidOn } from '../../teams-hands.ts';
import { TENANT } from './fake-graph.ts';
import { type Stage, staff, startStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

type Task = { task: { type: string; value: { title: string; card: { content: Record<string, unknown> } } } };
const cardOf = (json: unknown) => (json as Task).task.value.card.content;
/** The data of the dialog's button, with what was filled in. */
const filled = (json: unknown, fields: object) => {
  const [button] = actionsOf(cardOf(json)).slice(-1);
  return { ...(button?.data as object), ...fields };
};

describe('check before you post', () => {
  const open = () => stage.hands.dialog('nurse', 'fetchTask', { commandId: 'check', commandContext: 'compose' });
  const send = (data: object) =>
    stage.hands.dialog('nurse', 'submitAction', { commandId: 'check', commandContext: 'compose', data });

  test('the dialog asks what is to be posted and who would read it', async () => {
    const { status, json } = await open();
    expect(status).toBe(200);
    expect(json).toMatchObject({ task: { type: 'continue', value: { title: 'Check before you post' } } });
    expect(saidOn(json)).toContain('What you mean to post');
    // Where it was opened is chosen beforehand.
    expect(JSON.stringify(cardOf(json))).toMatch(/"id":"who"[^{]*"choices":\[\{"value":"here"[^\]]*\],"value":"here"/);
  });

  test('where it would be posted is looked at', async () => {
    stage.teams.members.set(TEAM, staff(60));
    const { json } = await open();
    await send(filled(json, { draft: ' Mrs Example is back ', who: 'here' }));
    expect(stage.taken.drafts).toEqual([
      {
        platform: 'teams',
        tenant: TENANT,
        text: 'Mrs Example is back',
        attachments: [],
        audience: 'organisation',
        readers: 60,
        guests: 0,
        language: 'en',
      },
    ]);
    expect(stage.taken.messages).toEqual([]);
  });

  test('or what they say of who would read it', async () => {
    await send(filled((await open()).json, { draft: 'Mrs Example', who: 'external' }));
    expect(stage.taken.drafts).toMatchObject([{ audience: 'external', readers: null }]);
  });

  test('a safer version can be changed, and checked again for the same readers', async () => {
    stage.says.checked = {
      level: 'urgent',
      heading: 'This may point to a patient',
      paragraphs: ['It has a name in it.'],
      suggestion: 'Bed 4 is *back* [now]',
      left: 'The date is still in it.',
    };
    const verdict = await send(filled((await open()).json, { draft: 'Mrs Example', who: 'care-team' }));
    expect(saidOn(verdict.json)).toBe(
      [
        'This may point to a patient',
        'It has a name in it.',
        'The date is still in it.',
        'A safer version: copy it, or change it and check again',
        '[Check again]',
      ].join('\n'),
    );
    expect(JSON.stringify(verdict.json)).toContain('Bed 4 is *back* [now]');
    await send(filled(verdict.json, { draft: 'Bed 4 is back' }));
    expect(stage.taken.drafts.at(-1)).toMatchObject({ text: 'Bed 4 is back', audience: 'care-team' });
  });

  test('nothing filled in: the form again; nothing answered: that is said', async () => {
    const { json } = await open();
    expect(saidOn((await send(filled(json, { draft: '  ', who: 'here' }))).json)).toContain('What you mean to post');
    stage.says.fault = new Error('the database is down');
    const failed = await send(filled(json, { draft: 'Mrs Example', who: 'here' }));
    expect([failed.status, saidOn(failed.json)]).toEqual([
      200,
      'Sorry, that did not reach us. Please try again in a minute.',
    ]);
  });

  test('in the language that they chose, else in that of their Teams', async () => {
    stage.says.language = 'cy';
    expect(saidOn((await open()).json)).toContain('Yr hyn rydych am ei bostio');
    const inWelsh = () =>
      stage.hands
        .dialog('nurse', 'fetchTask', { commandId: 'check' }, { locale: 'cy-GB' })
        .then(({ json }) => saidOn(json));
    stage.says.language = null;
    expect(await inWelsh()).toContain('Yr hyn rydych am ei bostio');
    stage.says.language = 'en';
    expect(await inWelsh()).toContain('What you mean to post');
  });

  test.each([[{}], [{ language: 'de', here: true }], ['x'], [undefined]])(
    'a form that is none of ours gives 400 (%#)',
    async (data) => {
      expect((await send(data as object)).status).toBe(400);
    },
  );
});

describe('report this message', () => {
  const payload = {
    id: '1726130000000',
    replyToId: '1726130000000',
    from: { user: { id: person('colleague').aad.toUpperCase(), displayName: 'Colleague' } },
    body: { contentType: 'html', content: '<p>Mrs <b>Example</b></p><attachment id="1"></attachment>' },
    attachments: [{ contentType: 'reference', name: 'list.xlsx' }],
    linkToMessage: `https://teams.microsoft.com/l/message/${WARD}/1726130000000?context=x`,
  };
  const open = (by = 'nurse') =>
    stage.hands.dialog(by, 'fetchTask', { commandId: 'report', commandContext: 'message', messagePayload: payload });
  const send = (data: object, messagePayload: object = payload) =>
    stage.hands.dialog('nurse', 'submitAction', {
      commandId: 'report',
      commandContext: 'message',
      messagePayload,
      data,
    });

  test('the dialog says what is passed on, and nothing is until it is sent', async () => {
    const { json } = await open();
    expect(saidOn(json)).toContain('Your Caldicott Guardian will be asked');
    expect(JSON.stringify(json)).not.toContain('Example');
    expect(stage.taken.reports).toEqual([]);
  });

  test.each(['named', 'unnamed'])('it is raised %s, with its author and a link', async (name) => {
    const { json } = await send(filled((await open()).json, { name }));
    expect(stage.taken.reports).toEqual([
      {
        platform: 'teams',
        tenant: TENANT,
        person: person('nurse').aad,
        named: name === 'named',
        language: 'en',
        message: {
          channel: { id: WARD, name: 'Handover', audience: 'care-team', readers: 12, guests: 0 },
          id: '1726130000000',
          author: person('colleague').aad,
          text: 'Mrs Example',
          attachments: [{ name: 'list.xlsx', type: 'application/octet-stream' }],
          link: payload.linkToMessage,
        },
      },
    ]);
    expect(json).toEqual({ task: { type: 'message', value: 'Thank you.' } });
  });

  test('a link elsewhere is not passed on', async () => {
    await send(filled((await open()).json, { name: 'named' }), {
      ...payload,
      linkToMessage: 'https://elsewhere.example/',
    });
    expect(stage.taken.reports[0]?.message.link).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/message\//);
  });

  test('whether with a name is theirs to say; what can’t be stored is said', async () => {
    const { json } = await open();
    expect(saidOn((await send(filled(json, {}))).json)).toContain('May they know that it was you?');
    stage.says.fault = new Error('the database is down');
    const failed = await send(filled(json, { name: 'named' }));
    expect(failed.json).toEqual({
      task: { type: 'message', value: 'Sorry, that did not reach us. Please try again in a minute.' },
    });
  });
});

describe('commands in the chat with the app', () => {
  const answer = async (text: string) => {
    const before = stage.teams.shown.length;
    expect((await stage.hands.tell('nurse', text)).status).toBe(200);
    await expect.poll(() => stage.teams.shown.length).toBe(before + 1);
    const { conversation, activity } = stage.teams.shown.at(-1) as (typeof stage.teams.shown)[number];
    expect(conversation).toBe(chatOf('nurse'));
    expect(stage.taken.messages).toEqual([]);
    return activity;
  };

  test.each(['help', ' Help ', 'cymorth', '/help'])('%s', async (word) => {
    const said = saidOn(await answer(word));
    expect(said).toMatch(/^Quietword\n/);
    expect(said).not.toContain('I don’t know that one');
    expect(stage.teams.shown.at(-1)?.activity.summary).toMatch(/^Quietword has a word with you/);
  });

  test.each([
    ['cymraeg', 'cy'],
    ['Welsh', 'cy'],
    ['english', 'en'],
    ['saesneg', 'en'],
  ])('%s: they are spoken to in it from now on', async (word, language) => {
    expect((await answer(word)).text).toBe('Thank you.');
    expect(stage.taken.languages).toEqual([
      { platform: 'teams', tenant: TENANT, person: person('nurse').aad, language },
    ]);
  });

  test.each([
    ['question', 'question'],
    ['cwestiwn', 'question'],
    ['figures', 'figures'],
    ['ffigurau', 'figures'],
  ])('%s: a card in their own chat', async (word, wanted) => {
    expect(saidOn(await answer(word))).toMatch(/^Thank you/);
    expect(stage.taken.wishes).toEqual([
      { platform: 'teams', tenant: TENANT, person: person('nurse').aad, for: wanted },
    ]);
  });

  test('a wish that can’t be met now says so', async () => {
    stage.says.fault = new Error('the database is down');
    expect((await answer('question')).text).toMatch(/^Sorry/);
  });

  test('where that can’t be stored it is said', async () => {
    stage.says.fault = new Error('the database is down');
    expect((await answer('cymraeg')).text).toMatch(/^Sorry/);
  });

  test('check: a card with the form, whose answer takes its place and is not kept', async () => {
    const activity = await answer('check');
    const shown = stage.teams.shown.at(-1) as (typeof stage.teams.shown)[number];
    expect(saidOn(activity)).toContain('Nothing is posted, and nothing is kept.');
    const { json } = await stage.hands.press('nurse', shown, 'check', { draft: 'Mrs Example', who: 'direct' });
    expect(stage.taken.drafts).toMatchObject([{ text: 'Mrs Example', audience: 'direct' }]);
    expect(saidOn(json)).toBe('Nothing stands out');
    expect(saidOn(shown.activity)).toContain('Nothing is posted');
    stage.says.fault = new Error('the database is down');
    const failed = await stage.hands.press('nurse', shown, 'check', { draft: 'Mrs Example', who: 'direct' });
    expect(failed.json).toMatchObject({ value: expect.stringMatching(/^Sorry/) });
  });

  test('a word more than the command is something that they say', async () => {
    await stage.hands.tell('nurse', 'check on Mrs Example');
    expect(stage.taken.messages).toHaveLength(1);
  });
});
