import { afterEach, beforeEach, expect, test } from 'vitest';
import { chatOf, person, saidOn } from '../../teams-hands.ts';
import { TENANT } from './fake-graph.ts';
import { INCIDENT, notice, type Stage, startStage, to } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
  await stage.hands.tell('nurse', 'help'); // so that their chat is known
  await expect.poll(() => stage.teams.shown.length).toBe(1);
});
afterEach(() => stage.close());

const told = async (change: Partial<typeof notice> = {}) => {
  await stage.adapter.sendPrivately(to, { ...notice, ...change }, null);
  return stage.teams.shown.at(-1) as (typeof stage.teams.shown)[number];
};
const CARD = 'application/vnd.microsoft.card.adaptive';

test('a button is an answer of whoever pressed it, and the reply takes the card’s place, for good', async () => {
  const shown = await told();
  const { status, json } = await stage.hands.press('nurse', shown, 'fixed');
  expect(status).toBe(200);
  expect(json).toMatchObject({ statusCode: 200, type: CARD, value: { type: 'AdaptiveCard', version: '1.5' } });
  expect(saidOn(json)).toContain('Thank you');
  expect(stage.taken.answers).toMatchObject([
    {
      platform: 'teams',
      tenant: TENANT,
      person: person('nurse').aad,
      incident: INCIDENT,
      action: 'fixed',
      words: null,
      kept: true,
      // By which the card can be changed later, as a refresher's is.
      ref: `chat ${chatOf('nurse')} ${shown.id}`,
    },
  ]);
  await expect.poll(() => saidOn(shown.activity)).toContain('Thank you');
  // What it is about stays on it.
  expect(saidOn(shown.activity)).toContain('About what you posted in');
  expect(stage.teams.calls.at(-1)).toMatchObject({
    method: 'PUT',
    path: `v3/conversations/${chatOf('nurse')}/activities/${shown.id}`,
  });
});

test('another’s press is theirs', async () => {
  const shown = await told();
  await stage.hands.press('colleague', shown, 'fixed');
  expect(stage.taken.answers).toMatchObject([{ person: person('colleague').aad }]);
});

test('the message is read again through Graph', async () => {
  await stage.hands.press('nurse', await told(), 'fixed');
  stage.graph.message = { status: 'there', text: 'as it is now', attachments: [] };
  expect(await stage.taken.answers[0]?.current({ channel: 'c', message: 'm', thread: null })).toEqual(
    stage.graph.message,
  );
});

test('somebody’s own words come along', async () => {
  const asks = { action: 'reason-words', label: 'Your reason', submit: 'Send', longest: 200 };
  const shown = await told({ asks });
  expect(saidOn(shown.activity)).toContain('Your reason');
  await stage.hands.press('nurse', shown, 'reason-words', { words: ' for the on-call team ' });
  await stage.hands.press('nurse', shown, 'reason-words', { words: '  ' });
  expect(stage.taken.answers).toMatchObject([{ words: 'for the on-call team' }, { words: null }]);
});

test('a reply that replaces nothing is said beside the card, which stays', async () => {
  stage.says.reply = { ...stage.says.reply, replaces: false };
  const shown = await told();
  const { json } = await stage.hands.press('nurse', shown, 'fixed');
  expect(json).toEqual({
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: 'Thank you\nSixty people can read it.\nIt has a name in it.\nPlease edit.',
  });
  expect(saidOn(shown.activity)).toContain('A quiet word');
});

test('an answer that can’t be stored is said so, and the button can be pressed again', async () => {
  const shown = await told();
  stage.says.fault = new Error('the database is down');
  stage.says.language = 'cy';
  const { status, json } = await stage.hands.press('nurse', shown, 'fixed');
  expect([status, json]).toMatchObject([200, { value: expect.stringMatching(/^Mae’n ddrwg gennym/) }]);
  stage.says.fault = undefined;
  expect((await stage.hands.press('nurse', shown, 'fixed')).json).toMatchObject({ type: CARD });
});

test('where the card can’t be kept the answer counts all the same', async () => {
  const shown = await told();
  stage.teams.answer = ({ method }) => (method === 'PUT' ? { status: 404 } : undefined);
  expect((await stage.hands.press('nurse', shown, 'fixed')).json).toMatchObject({ type: CARD });
  await expect.poll(() => stage.logged.map(({ event }) => event)).toContain('teams.card_not_kept');
});

test('a targeted card is kept where it was shown', async () => {
  const other = await startStage({ targeted: true });
  await other.adapter.sendPrivately(to, notice, null);
  const [shown] = other.teams.shown;
  const conversation = { id: `${to.channel};messageid=${to.message}`, conversationType: 'channel', tenantId: TENANT };
  const action = { verb: 'fixed', data: { incident: INCIDENT, spot: null } };
  await other.hands.send({
    type: 'invoke',
    name: 'adaptiveCard/action',
    from: { id: '29:nurse', aadObjectId: person('nurse').aad },
    conversation,
    replyToId: shown?.id,
    value: { action },
  });
  await expect.poll(() => other.teams.calls.at(-1)?.method).toBe('PUT');
  expect(other.teams.calls.at(-1)?.query.get('isTargetedActivity')).toBe('true');
  await other.close();
});

test.each([
  [{ action: { verb: 'Fixed it!', data: {} } }],
  [{ action: { verb: 'fixed', data: { incident: '' } } }],
  [
    {
      action: {
        verb: 'fixed',
        data: { incident: INCIDENT, spot: { channel: '../x', message: 'm', thread: null, group: null } },
      },
    },
  ],
  [{ action: { verb: 'fixed' } }],
  ['x'],
  [undefined],
])('a button that is none of ours gives 400 (%#)', async (value) => {
  const { status } = await stage.hands.send({
    type: 'invoke',
    name: 'adaptiveCard/action',
    from: { id: '29:nurse' },
    conversation: { id: chatOf('nurse'), conversationType: 'personal', tenantId: TENANT },
    value,
  });
  expect(status).toBe(400);
  expect(stage.taken.answers).toEqual([]);
});

test('an invoke that nobody here answers gives 501', async () => {
  const { status } = await stage.hands.send({
    type: 'invoke',
    name: 'signin/verifyState',
    from: { id: '29:nurse' },
    conversation: { id: chatOf('nurse'), conversationType: 'personal', tenantId: TENANT },
  });
  expect(status).toBe(501);
});
