import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import pressed from '../../fixtures/slack/block-actions.json' with { type: 'json' };
import command from '../../fixtures/slack/command.json' with { type: 'json' };
import { type DeliverOptions, deliver } from '../../slack-emulator.ts';
import { SECRET, type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
beforeEach(() => {
  stage.taken.answers.length = 0;
  stage.taken.languages.length = 0;
});
afterAll(() => stage.close());

const now = () => Math.floor(Date.now() / 1000);
const interaction = () => ({ payload: JSON.stringify({ ...pressed, response_url: stage.api.responseUrl }) });
const nothingTaken = () => [...stage.taken.answers, ...stage.taken.languages].length === 0;

describe.each<[string, () => Record<string, string>]>([
  ['/slack/interactions', interaction],
  ['/slack/commands', () => ({ ...command, text: 'english' })],
])('%s', (path, fields) => {
  const send = (body: string, options?: DeliverOptions, secret = SECRET) =>
    deliver(`${stage.url}${path}`, secret, body, options);
  const body = () => new URLSearchParams(fields()).toString();

  test('what Slack signed is taken', async () => {
    expect((await send(body())).status).toBe(200);
    expect((await send(body(), { timestamp: now() - 240 })).status).toBe(200);
    expect(nothingTaken()).toBe(false);
  });

  test.each<[string, DeliverOptions]>([
    ['a wrong signature', { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } }],
    ['an empty signature', { headers: { 'x-slack-signature': '' } }],
    ['a timestamp that was not signed', { headers: { 'x-slack-request-timestamp': String(now() - 1) } }],
    ['a signature of six minutes ago', { timestamp: now() - 360 }],
    ['a signature of the future', { timestamp: now() + 360 }],
  ])('%s gives 401', async (_, options) => {
    const { status, text } = await send(body(), options);
    expect(status).toBe(401);
    expect(text).toMatch(/^The Slack signature [^.]+\.$/);
    expect(nothingTaken()).toBe(true);
  });

  test('another secret’s signature, or none, gives 401', async () => {
    expect((await send(body(), {}, 'another-secret')).status).toBe(401);
    expect((await fetch(`${stage.url}${path}`, { method: 'POST', body: body() })).status).toBe(401);
    expect(nothingTaken()).toBe(true);
  });

  test.each(['', 'payload=', 'payload={', 'payload=null', 'payload=[]', '{"type":"block_actions"}', 'a=1&a=2'])(
    '%j gives 400 and one sentence',
    async (text) => {
      const answer = await send(text);
      expect(answer.status).toBe(400);
      expect(answer.text).toMatch(/^The body [^.]+\.$/);
    },
  );

  test('three megabytes give 413; a compressed body 415', async () => {
    expect(await send(`payload=${'x'.repeat(3_000_000)}`)).toEqual({
      status: 413,
      text: 'The body is larger than 2 MB.',
    });
    expect((await send(body(), { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
  });
});

test.each(['view_closed', 'block_suggestion', 'something_new'])('%s is no kind that is answered', async (type) => {
  expect((await stage.interact({ ...pressed, type })).status).toBe(400);
});
