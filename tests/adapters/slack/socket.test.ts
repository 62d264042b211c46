import { afterEach, beforeEach, expect, test } from 'vitest';
import { Refused } from '../../../src/adapters/slack/requests.ts';
import { createSocket, type Socket } from '../../../src/adapters/slack/socket.ts';
import type { LogFields } from '../../../src/log.ts';
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import { soon } from '../../soon.ts';
import { type FakeSocket, startFakeSocket } from './fake-socket.ts';
import { type FakeWebApi, startFakeWebApi } from './fake-web-api.ts';

let api: FakeWebApi;
let slack: FakeSocket;
let socket: Socket;
let taken: { kind: string; body: unknown; attempt?: number }[];
let logged: { event: string; fields: LogFields | undefined }[];
/** What is awaited before an event is taken; rejects where it can't be stored. */
let store: () => Promise<void>;
/** What follows the acknowledgement of an event. */
let after: (() => Promise<void>) | undefined;

beforeEach(async () => {
  [api, slack] = await Promise.all([startFakeWebApi(), startFakeSocket()]);
  api.answer('apps.connections.open', { json: { ok: true, url: slack.url } });
  taken = [];
  logged = [];
  store = async () => {};
  after = undefined;
  const write = (event: string, fields?: LogFields) => void logged.push({ event, fields });
  const log = { debug: write, info: write, warn: write, error: write };
  socket = createSocket(
    'xapp-1',
    { apiUrl: api.apiUrl },
    {
      event: async (body, { attempt }) => {
        await store();
        taken.push({ kind: 'event', body, attempt });
        return after ? { after } : {};
      },
      interaction: async (body) => {
        taken.push({ kind: 'interaction', body });
        return { body: { response_action: 'clear' } };
      },
      command: async () => {
        throw new Refused(403, 'other_workspace', 'Not here.');
      },
    },
    log,
  );
});
afterEach(async () => {
  await socket.stop();
  await Promise.all([api.close(), slack.close()]);
});

test('an event is acknowledged once it is stored, and not before', async () => {
  let stored = () => {};
  store = () => new Promise((resolve) => (stored = resolve));
  await socket.start();
  expect(socket.state()).toBe('connected');
  slack.send('e1', 'events_api', envelope, 2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(slack.acks.size).toBe(0);
  stored();
  await soon(() => expect(slack.acks.has('e1')).toBe(true));
  expect(taken).toEqual([{ kind: 'event', body: envelope, attempt: 2 }]);
});

test('what follows an event, such as a Home tab that is shown, follows its acknowledgement', async () => {
  let acked: boolean | undefined;
  after = async () => {
    await soon(() => expect(slack.acks.has('e1')).toBe(true));
    acked = true;
  };
  await socket.start();
  slack.send('e1', 'events_api', envelope);
  await soon(() => expect(acked).toBe(true));
});

test('one that can’t be stored is not acknowledged, so that Slack sends it again', async () => {
  store = () => Promise.reject(new Error(`the database is down, ${envelope.event.text}`));
  await socket.start();
  slack.send('e1', 'events_api', envelope);
  await soon(() => expect(logged.map(({ event }) => event)).toContain('slack.envelope_failed'));
  store = async () => {};
  slack.send('e2', 'events_api', envelope, 1);
  await soon(() => expect([...slack.acks.keys()]).toEqual(['e2']));
});

test('a press is answered in the acknowledgement; one that is refused is not acknowledged', async () => {
  await socket.start();
  slack.send('c1', 'slash_commands', {});
  slack.send('i1', 'interactive', { type: 'view_submission' });
  await soon(() => expect(slack.acks.get('i1')).toEqual({ response_action: 'clear' }));
  expect(slack.acks.has('c1')).toBe(false);
  expect(logged).toContainEqual({
    event: 'slack.envelope_refused',
    fields: { reason: 'other_workspace', kind: 'slash_commands' },
  });
});

test.each<[string, () => void]>([
  ['Slack asks for it', () => slack.recycle()],
  ['the network breaks off', () => slack.cut()],
])('it connects anew when %s, and takes what is sent then', async (_, lose) => {
  await socket.start();
  lose();
  await soon(() => expect(slack.connections()).toBe(2));
  await soon(() => expect(socket.state()).toBe('connected'));
  slack.send('e2', 'events_api', envelope);
  await soon(() => expect(slack.acks.has('e2')).toBe(true));
});

test('while Slack is away it goes on trying, and the program goes on', async () => {
  await socket.start();
  api.answer('apps.connections.open', 'reset');
  slack.cut();
  await soon(() =>
    expect(api.calls.filter(({ method }) => method === 'apps.connections.open').length).toBeGreaterThan(3),
  );
  expect(socket.state()).toBe('connecting');
  api.answer('apps.connections.open', { json: { ok: true, url: slack.url } });
  await soon(() => expect(socket.state()).toBe('connected'));
});

test('Slack being away at start is no reason not to start', async () => {
  api.answer('apps.connections.open', { status: 503 });
  await socket.start();
  expect(socket.state()).toBe('connecting');
  api.answer('apps.connections.open', { json: { ok: true, url: slack.url } });
  await soon(() => expect(socket.state()).toBe('connected'));
});

test.each(['invalid_auth', 'token_revoked', 'missing_scope'])(
  'a token that Slack refuses (%s) is told, and not tried again at once',
  async (error) => {
    api.answer('apps.connections.open', { json: { ok: false, error } });
    await socket.start();
    expect(socket.state()).toBe('refused');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(api.calls).toHaveLength(1);
    expect(logged).toContainEqual({
      event: 'slack.socket_not_connected',
      fields: { reason: error, error: expect.any(Error) },
    });
  },
);

test('an acknowledgement that is lost with the connection costs nothing but a second delivery', async () => {
  await socket.start();
  store = async () => slack.cut();
  slack.send('e1', 'events_api', envelope);
  await soon(() => expect(slack.connections()).toBe(2));
  store = async () => {};
  await soon(() => expect(socket.state()).toBe('connected'));
  slack.send('e1', 'events_api', envelope, 1);
  await soon(() => expect(slack.acks.has('e1')).toBe(true));
});

test('told to stop, it finishes what is in hand and takes nothing new', async () => {
  let stored = () => {};
  store = () => new Promise((resolve) => (stored = resolve));
  await socket.start();
  slack.send('e1', 'events_api', envelope);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const stopped = socket.stop();
  slack.send('e2', 'events_api', envelope);
  await new Promise((resolve) => setTimeout(resolve, 100));
  stored();
  await stopped;
  expect([...slack.acks.keys()]).toEqual(['e1']);
  expect(taken).toHaveLength(1);
});

test('no word of a message is handed to the log', async () => {
  store = () => Promise.reject(new Error('no database'));
  await socket.start();
  slack.send('e1', 'events_api', envelope);
  await soon(() => expect(logged.map(({ event }) => event)).toContain('slack.envelope_failed'));
  expect(JSON.stringify(logged)).not.toMatch(/943 476|xapp-1/);
});
