import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, DeliverOptions, SlackEmulator } from './slack-emulator.ts';
import { deliver } from './slack-emulator.ts';
import { soon } from './soon.ts';

/**
 * What people's hands do in Slack, which the emulator has no part of: they press buttons, fill in forms, choose
 * shortcuts and type commands, signed as by Slack. Stands before the Web API, so that answers by `response_url` come here.
 */
export interface SlackHands {
  /** For SLACK_API_URL: passes on to the Web API. */
  readonly apiUrl: string;
  /** What was shown by `response_url` so far, oldest first. */
  readonly replies: ShownReply[];
  /** Presses the button of a notice that has this action (`safer`, `reason-words`). */
  press(by: string, notice: Pressable, action: string): Promise<Answer>;
  /** Opens the app's own page, at its Home tab. */
  openHome(by: string): Promise<Answer>;
  /** Presses a button of the Home tab (`pause`, `quiz:option:1`). */
  pressHome(by: string, action: string): Promise<Answer>;
  /** Sends the last form that was opened, with values by `action_id`. */
  submit(by: string, values: Record<string, string>): Promise<Answer>;
  shortcut(by: string, callback: string): Promise<Answer>;
  /** A shortcut of a message. */
  shortcutOn(by: string, callback: string, message: { channel: string; ts: string; author: string }): Promise<Answer>;
  command(by: string, text: string): Promise<Answer>;
  close(): Promise<void>;
}

export interface ShownReply {
  readonly replace_original: boolean;
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/** A notice as the emulator or a reply shows it. `channel`: a direct message's id, or another's name. */
interface Pressable {
  readonly channel?: string;
  readonly blocks: readonly unknown[];
}

interface Block {
  readonly block_id?: string;
  readonly elements?: readonly { readonly action_id?: string; readonly value?: string }[];
  readonly element?: { readonly action_id: string; readonly type: string };
}

/** `app`: where Quietword is served. */
export async function startSlackHands(slack: SlackEmulator, target: string, app: () => string): Promise<SlackHands> {
  const replies: ShownReply[] = [];
  /** What took the place of forms that were answered late. */
  const updates: string[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    if (req.url === '/response') {
      replies.push(JSON.parse(body.toString()));
      return void res.end('ok');
    }
    const method = (req.url ?? '').replace(/^\/api\//, '');
    if (method === 'views.update') {
      updates.push(new URLSearchParams(body.toString()).get('view') ?? '');
      return void res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    }
    const headers = {
      'content-type': req.headers['content-type'] ?? '',
      authorization: req.headers.authorization ?? '',
    };
    const answer = await fetch(new URL(method, target), { method: 'POST', headers, body }).catch(() => undefined);
    if (!answer) return void res.destroy();
    const kept = ['content-type', 'retry-after', 'x-oauth-scopes'].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value]];
    });
    res.writeHead(answer.status, Object.fromEntries(kept)).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const sender = (name: string) => ({
    user: { id: slack.person(name), team_id: slack.teamId },
    team: { id: slack.teamId, domain: 'trust' },
    enterprise: null,
    response_url: `${origin}/response`,
  });
  const post = (path: string, fields: Record<string, string>, options: DeliverOptions = {}) =>
    deliver(`${app()}${path}`, slack.config.signingSecret, new URLSearchParams(fields).toString(), {
      ...options,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const interact = (payload: object) => post('/slack/interactions', { payload: JSON.stringify(payload) });

  const buttonOf = (blocks: readonly unknown[], action: string) => {
    const button = (blocks as Block[])
      .flatMap(({ elements = [] }) => elements)
      .find(
        ({ action_id = '' }) => action_id.replace(/^quietword(-asks|-home)?:/, '') === action && action_id !== action,
      );
    if (!button) throw new Error(`There is no button for ${action}.`);
    return button;
  };

  return {
    apiUrl: `${origin}/api/`,
    replies,
    async press(by, { channel = '', blocks }, action) {
      const button = buttonOf(blocks, action);
      const direct = /^D[A-Z0-9]+$/.test(channel);
      return interact({
        ...sender(by),
        type: 'block_actions',
        trigger_id: await slack.trigger(by),
        container: { type: 'message', message_ts: '1726130001.000200', is_ephemeral: !direct },
        ...(direct ? { message: { blocks } } : {}),
        actions: [button],
      });
    },
    openHome: (by) =>
      slack.deliver({
        type: 'event_callback',
        team_id: slack.teamId,
        event: { type: 'app_home_opened', user: slack.person(by), channel: 'D01HOME', tab: 'home' },
      }),
    async pressHome(by, action) {
      const { response_url: _, ...who } = sender(by);
      return interact({
        ...who,
        type: 'block_actions',
        trigger_id: await slack.trigger(by),
        container: { type: 'view', view_id: 'V01HOME' },
        view: { type: 'home' },
        actions: [buttonOf(slack.home(by), action)],
      });
    },
    async submit(by, values) {
      const form = slack.forms().at(-1);
      if (!form) throw new Error('No form was opened.');
      const inputs = (form.blocks as Block[]).flatMap(({ block_id = '', element }) =>
        element ? [{ block_id, ...element }] : [],
      );
      const state = inputs.map(({ block_id, action_id, type }) => [
        block_id,
        { [action_id]: fieldOf(type, values[action_id] ?? null) },
      ]);
      const before = updates.length;
      const answer = await interact({
        ...sender(by),
        type: 'view_submission',
        view: {
          id: 'V01FORM',
          title: { text: 'Quietword' },
          blocks: form.blocks,
          callback_id: form.callback,
          private_metadata: form.metadata,
          state: { values: Object.fromEntries(state) },
        },
      });
      if (!/One moment, please|Un eiliad/.test(answer.text)) return answer;
      // Slow machines: what came of it takes the form's place.
      const view = await soon(() => updates[before] ?? Promise.reject(new Error('nothing came of it yet')));
      return { ...answer, text: `{"response_action":"update","view":${view}}` };
    },
    async shortcut(by, callback_id) {
      return interact({ ...sender(by), type: 'shortcut', callback_id, trigger_id: await slack.trigger(by) });
    },
    async shortcutOn(by, callback_id, { channel, ts, author }) {
      const message = { type: 'message', ts, user: slack.person(author) };
      const on = { channel: { id: slack.channel(channel) }, message, message_ts: ts };
      return interact({
        ...sender(by),
        type: 'message_action',
        callback_id,
        trigger_id: await slack.trigger(by),
        ...on,
      });
    },
    async command(by, text) {
      return post('/slack/commands', {
        command: '/quietword',
        text,
        user_id: slack.person(by),
        team_id: slack.teamId,
        trigger_id: await slack.trigger(by),
        response_url: `${origin}/response`,
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function fieldOf(type: string, value: string | null): object {
  switch (type) {
    case 'conversations_select':
      return { type, selected_conversation: value };
    case 'timepicker':
      return { type, selected_time: value };
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: value === null ? null : { value } };
    default:
      return { type, value };
  }
}
