import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { WARD } from '../../fake-teams.ts';
import { soon } from '../../soon.ts';
import { APP_ID } from './fake-graph.ts';
import { type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
// botbuilder prints what it doesn't believe.
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => {
  vi.restoreAllMocks();
  stage.says.fault = undefined;
  stage.says.until = Promise.resolve();
  stage.taken.messages.length = 0;
});

const post = (token: string, change: Record<string, unknown> = {}) =>
  stage.hands.send(
    {
      type: 'message',
      id: '1726130000000',
      text: 'hello',
      from: { id: '29:nurse' },
      conversation: { id: WARD, conversationType: 'channel', tenantId: '0f4c1d3e-1111-4a4a-8b8b-000000000001' },
      ...change,
    },
    token,
  );
const NOT_BELIEVED = 'The token is missing, expired, or none that Teams gives to this app.';

test('an activity with Teams’ token is answered 200 once it was taken', async () => {
  let finish = () => {};
  stage.says.until = new Promise((resolve) => {
    finish = resolve;
  });
  let answered = false;
  const answer = post(await stage.teams.token()).then((sent) => {
    answered = true;
    return sent;
  });
  await soon(() => expect(stage.taken.messages).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answered).toBe(false);
  finish();
  expect((await answer).status).toBe(200);
});

test.each<[string, Parameters<Stage['teams']['token']>]>([
  ['forged', [{}, { key: 'forged' }]],
  ['expired', [{}, { expires: '-6m' }]],
  ['for another app', [{ aud: '0f4c1d3e-2222-4a4a-8b8b-00000000beef' }]],
  ['of another issuer', [{ iss: 'https://issuer.example' }]],
  [
    'as of the emulator',
    [{ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', ver: '1.0', appid: APP_ID }],
  ],
  ['for another service', [{ serviceurl: 'https://elsewhere.example/' }]],
  ['for no service', [{ serviceurl: undefined }]],
  ['signed for another channel', [{}, { key: 'webchat' }]],
])('a token that is %s gives 401, and nothing is taken', async (_, told) => {
  const { status, text } = await post(await stage.teams.token(...told));
  expect([status, text]).toEqual([401, NOT_BELIEVED]);
  expect(stage.taken.messages).toEqual([]);
});

test.each(['a.b.c', '', 'e30.e30.e30', `${Buffer.from('{}').toString('base64url')}.bnVsbA.x`])(
  'what is no token at all gives 401, too: %j',
  async (token) => {
    expect((await post(token || ' ')).status).toBe(401);
    expect(stage.taken.messages).toEqual([]);
  },
);

test('so does a token whose payload was changed, and one without any signature', async () => {
  const [header = '', payload = '', signature = ''] = (await stage.teams.token()).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const longer = Buffer.from(JSON.stringify({ ...claims, exp: claims.exp + 1 })).toString('base64url');
  expect((await post(`${header}.${longer}.${signature}`)).status).toBe(401);
  const none = Buffer.from('{"alg":"none","kid":"ours"}').toString('base64url');
  expect((await post(`${none}.${payload}.`)).status).toBe(401);
  expect((await post(`${none}.${payload}.${signature}`)).status).toBe(401);
  const unknownKey = Buffer.from('{"alg":"RS256","kid":"theirs"}').toString('base64url');
  expect((await post(`${unknownKey}.${payload}.${signature}`)).status).toBe(401);
});

test('no header, or another scheme', async () => {
  const url = `${stage.url}/api/messages`;
  expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  const authorization = `Basic ${await stage.teams.token()}`;
  expect((await fetch(url, { method: 'POST', headers: { authorization }, body: '{}' })).status).toBe(401);
});

test('another channel’s activity is not believed with Teams’ token', async () => {
  expect((await post(await stage.teams.token(), { channelId: 'webchat' })).status).toBe(401);
  expect((await post(await stage.teams.token({}, { key: 'webchat' }), { channelId: 'webchat' })).status).toBe(401);
});

test('what could not be stored is answered 500, and taken when it comes again', async () => {
  stage.says.fault = new Error('the database is down');
  const answer = await post(await stage.teams.token());
  expect([answer.status, answer.text]).toEqual([500, 'The activity could not be taken; please send it again.']);
  stage.says.fault = undefined;
  expect((await post(await stage.teams.token())).status).toBe(200);
  expect(stage.taken.messages).toHaveLength(1);
});

test.each([
  ['', 400],
  ['{"type":', 400],
  ['null', 400],
  ['[]', 400],
  ['{"type":"message"}', 400],
  ['{"type":"message","channelId":"msteams","serviceUrl":"x","conversation":{"id":"../../admin"}}', 400],
  [JSON.stringify({ text: 'x'.repeat(1_100_000) }), 413],
])('%.60s gives %i and one sentence', async (body, status) => {
  const headers = { authorization: `Bearer ${await stage.teams.token()}` };
  const response = await fetch(`${stage.url}/api/messages`, { method: 'POST', headers, body });
  expect(response.status).toBe(status);
  expect(await response.text()).toMatch(/^The body [^.]+\.$/);
});

test('another tenant’s activities are left alone', async () => {
  const elsewhere = { id: WARD, conversationType: 'channel', tenantId: '0f4c1d3e-1111-4a4a-8b8b-00000000beef' };
  expect((await post(await stage.teams.token(), { conversation: elsewhere })).status).toBe(200);
  const invoke = { type: 'invoke', name: 'adaptiveCard/action', conversation: elsewhere };
  expect((await post(await stage.teams.token(), invoke)).status).toBe(403);
  expect(stage.taken.messages).toEqual([]);
});

test('where the keys can’t be fetched it is 503, so that Teams sends it again', async () => {
  const other = await startStage();
  other.teams.keysAvailable = false;
  expect((await other.hands.post('nurse', 'hello')).status).toBe(503);
  other.teams.keysAvailable = true;
  expect((await other.hands.post('nurse', 'hello')).status).toBe(200);
  await other.close();
});

test('only POST is answered, and no compressed body', async () => {
  expect((await fetch(`${stage.url}/api/messages`)).status).toBe(404);
  const headers = { authorization: `Bearer ${await stage.teams.token()}`, 'content-encoding': 'gzip' };
  expect((await fetch(`${stage.url}/api/messages`, { method: 'POST', headers, body: 'x' })).status).toBe(415);
});
