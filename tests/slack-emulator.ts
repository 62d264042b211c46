import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createEmulator } from 'emulate';

/**
 * A Slack on this machine: emulate's, over real HTTP, which signs events and sends them to `subscribe`d addresses.
 * It doesn't retry, limit rates, nor send the envelope's `authorizations` and the event's `channel_type`; what it
 * lacks goes through `deliver`.
 *
 * emulate has no public way to subscribe to events nor to read its store, so both are taken from its Slack plugin as
 * it is registered. That depends on how version 0.12.2 is bundled.
 */
export interface SlackEmulator {
  /** For `createSlackAdapter` or, as SLACK_* settings, for a process. */
  readonly config: { readonly signingSecret: string; readonly botToken: string; readonly apiUrl: string };
  readonly teamId: string;
  readonly botUserId: string;
  /** Ids of people and channels by the names they were asked for with. New after `reset`. */
  person(name: string): string;
  channel(name: string): string;
  /** Sends all events from now on to this address, and to no other. Forgets the `events` so far. */
  subscribe(url: string): void;
  /** A new post in a channel, under a person's name. These three resolve when the event has been answered (or refused, or nobody answered); `post` to the message's ts. */
  post(person: string, channel: string, text: string, options?: PostOptions): Promise<string>;
  edit(person: string, channel: string, ts: string, text: string): Promise<void>;
  remove(person: string, channel: string, ts: string): Promise<void>;
  /** Takes the person out of the channel, so that Slack refuses to show them a notice there. */
  leave(person: string, channel: string): void;
  /** Takes the app out of the channel and has the person bring it in again. */
  invite(person: string, channel: string): Promise<void>;
  /** A press of this person's just now, with which a form can be opened within three seconds. */
  trigger(person: string): Promise<string>;
  /** Forms that were opened, oldest first. */
  forms(): ShownForm[];
  /** The blocks of the app's Home tab as somebody sees it; none where it was never published for them. */
  home(person: string): readonly unknown[];
  pins(channel: string): string[];
  ephemerals(): ShownMessage[];
  /** What the bot wrote to people directly. */
  directMessages(): ShownMessage[];
  /** What everyone in the channel can read. */
  messagesIn(channel: string): ShownMessage[];
  /** Events sent to the subscribed address, in order, with the HTTP status of the answer. */
  events(): SentEvent[];
  /** Signs a payload and sends it to the subscribed address, as Slack would. */
  deliver(payload: unknown, options?: DeliverOptions): Promise<Answer>;
  /** Empties the workspace. People, channels and the subscription stay; ids are new. */
  reset(): void;
  close(): Promise<void>;
}

interface PostOptions {
  readonly thread?: string;
  readonly broadcast?: boolean;
}

interface ShownMessage {
  /** The name of who can see it; for messages in a channel, of who wrote it. */
  readonly person: string;
  /** The channel's name; of a direct message, its id. */
  readonly channel: string;
  readonly text: string;
  readonly thread: string | null;
  readonly blocks: readonly unknown[];
}

interface ShownForm {
  readonly person: string;
  readonly callback: string;
  readonly metadata: string;
  readonly blocks: readonly unknown[];
}

interface SentEvent {
  readonly payload: unknown;
  /** Null where nobody answered. */
  readonly status: number | null;
}

export interface SlackEmulatorOptions {
  readonly people?: readonly string[];
  readonly channels?: readonly string[];
  readonly privateChannels?: readonly string[];
}

const SIGNING_SECRET = 'emulated-signing-secret';
const BOT_TOKEN = 'xoxb-emulated-bot';
const BOT_USER = 'UQUIETWORD';

export async function startSlackEmulator({
  people = ['nurse', 'colleague'],
  channels = ['ward-7'],
  privateChannels = ['ward-7-team'],
}: SlackEmulatorOptions = {}): Promise<SlackEmulator> {
  const seed = {
    signing_secret: SIGNING_SECRET,
    users: people.map((name) => ({ name })),
    channels: [...channels.map((name) => ({ name })), ...privateChannels.map((name) => ({ name, is_private: true }))],
    oauth_apps: [
      {
        client_id: 'client',
        client_secret: 'secret',
        app_id: 'AQUIETWORD',
        name: 'Quietword',
        bot_id: 'BQUIETWORD',
        bot_user_id: BOT_USER,
        bot_name: 'quietword',
        redirect_uris: ['http://127.0.0.1/unused'],
        scopes: ['chat:write'],
      },
    ],
    tokens: [
      { token: BOT_TOKEN, user_id: BOT_USER, type: 'bot', bot_id: 'BQUIETWORD', bot_user_id: BOT_USER },
      ...people.map((name) => ({ token: userToken(name), user: name, type: 'user' })),
    ],
  };
  const { emulator, store, webhooks } = await startCaptured(seed);
  const base = `http://127.0.0.1:${new URL(emulator.url).port}`;
  let address: string | undefined;
  // The bot is made after the channels and so is in none of them; private ones would refuse it.
  const inviteBot = () => {
    for (const channel of store.channels.all()) {
      const members = [...channel.members, BOT_USER];
      store.channels.update(channel.id, { members, num_members: members.length });
    }
  };
  const subscribe = (url: string) => {
    webhooks.clear();
    webhooks.register({ url, events: ['message', 'member_joined_channel'], active: true, owner: 'slack' });
    address = url;
  };
  inviteBot();

  const user = (name: string) =>
    found(
      store.users.all().find((one) => one.name === name),
      name,
    );
  const channel = (name: string) =>
    found(
      store.channels.all().find((one) => one.name === name && !one.is_im),
      name,
    );
  const nameOfUser = (id: string) => store.users.all().find((one) => one.user_id === id)?.name ?? id;
  const nameOfChannel = (id: string) => {
    const one = store.channels.all().find((each) => each.channel_id === id);
    return one && !one.is_im ? one.name : id;
  };
  const call = async (method: string, token: string, body: object): Promise<{ ts?: string; trigger_id?: string }> => {
    const response = await fetch(`${base}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { ok: boolean; error?: string; ts?: string; trigger_id?: string };
    if (!answer.ok) throw new Error(`The emulated Slack refused ${method}: ${answer.error}`);
    return answer;
  };
  const shown = (message: StoredMessage, person: string): ShownMessage => ({
    person: nameOfUser(person),
    channel: nameOfChannel(message.channel_id),
    text: message.text,
    thread: message.thread_ts ?? null,
    blocks: message.blocks ?? [],
  });

  return {
    config: { signingSecret: SIGNING_SECRET, botToken: BOT_TOKEN, apiUrl: `${base}/api/` },
    teamId: found(store.teams.all()[0], 'team').team_id,
    botUserId: BOT_USER,
    person: (name) => user(name).user_id,
    channel: (name) => channel(name).channel_id,
    subscribe,
    async post(person, where, text, { thread, broadcast } = {}) {
      const body = { channel: channel(where).channel_id, text, thread_ts: thread, reply_broadcast: broadcast };
      return found((await call('chat.postMessage', userToken(person), body)).ts, 'ts');
    },
    async edit(person, where, ts, text) {
      await call('chat.update', userToken(person), { channel: channel(where).channel_id, ts, text });
    },
    async remove(person, where, ts) {
      await call('chat.delete', userToken(person), { channel: channel(where).channel_id, ts });
    },
    leave(person, where) {
      const { id, members } = channel(where);
      const left = members.filter((member) => member !== user(person).user_id);
      store.channels.update(id, { members: left, num_members: left.length });
    },
    async invite(person, where) {
      const { id, channel_id, members } = channel(where);
      const others = [...new Set([...members, user(person).user_id])].filter((member) => member !== BOT_USER);
      store.channels.update(id, { members: others, num_members: others.length });
      await call('conversations.invite', userToken(person), { channel: channel_id, users: BOT_USER });
    },
    async trigger(person) {
      const { trigger_id } = await call('views.generateTriggerId', BOT_TOKEN, { user_id: user(person).user_id });
      return found(trigger_id, 'trigger');
    },
    forms: () =>
      store.views
        .all()
        .filter(({ type }) => type === 'modal')
        .map((view) => ({
          person: nameOfUser(view.user_id),
          callback: view.callback_id ?? '',
          metadata: view.private_metadata ?? '',
          blocks: view.blocks,
        })),
    home: (person) =>
      store.views.all().find((view) => view.type === 'home' && view.user_id === user(person).user_id)?.blocks ?? [],
    pins: (where) =>
      store.pins
        .all()
        .filter((pin) => pin.channel_id === channel(where).channel_id)
        .map((pin) => pin.message_ts),
    ephemerals: () => store.ephemeralMessages.all().map((message) => shown(message, message.target_user ?? '')),
    directMessages: () =>
      store.messages.all().flatMap((message) => {
        const direct = store.channels.all().find((one) => one.channel_id === message.channel_id && one.is_im);
        const reader = direct?.members.find((member) => member !== BOT_USER);
        return reader && message.user === BOT_USER ? [shown(message, reader)] : [];
      }),
    messagesIn: (name) =>
      store.messages
        .all()
        .filter((message) => message.channel_id === channel(name).channel_id)
        .map((message) => shown(message, message.user)),
    events: () => webhooks.getDeliveries().map(({ payload, status_code }) => ({ payload, status: status_code })),
    deliver: (payload, options) => deliver(found(address, 'subscribed address'), SIGNING_SECRET, payload, options),
    reset() {
      emulator.reset();
      inviteBot();
      if (address !== undefined) subscribe(address);
    },
    close: () => emulator.close(),
  };
}

export interface DeliverOptions {
  /** Further headers, such as `x-slack-retry-num`; they win over the signed ones. */
  readonly headers?: Record<string, string>;
  /** Seconds since 1970 that the request is signed for; now if left out. */
  readonly timestamp?: number;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Signs a payload as Slack does and posts it. A string is sent as it is, anything else as JSON. */
export async function deliver(
  url: string,
  signingSecret: string,
  payload: unknown,
  { headers = {}, timestamp = Math.floor(Date.now() / 1000) }: DeliverOptions = {},
): Promise<Answer> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
      ...headers,
    },
    body,
  });
  return { status: response.status, text: await response.text() };
}

function userToken(name: string): string {
  return `xoxp-${name}`;
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The emulated Slack has no ${what}.`);
  return value;
}

// What of emulate's insides is used here.

interface StoredMessage {
  readonly channel_id: string;
  readonly user: string;
  readonly target_user?: string;
  readonly text: string;
  readonly thread_ts?: string;
  readonly blocks?: unknown[];
}

interface StoredChannel {
  readonly id: number;
  readonly channel_id: string;
  readonly name: string;
  readonly is_im?: boolean;
  readonly members: string[];
  readonly num_members: number;
}

interface StoredView {
  readonly type: string;
  readonly user_id: string;
  readonly callback_id?: string;
  readonly private_metadata?: string;
  readonly blocks: unknown[];
}

interface Collection<T> {
  all(): T[];
  update(id: number, change: Partial<T>): void;
}

interface SlackStore {
  readonly teams: Collection<{ team_id: string }>;
  readonly users: Collection<{ user_id: string; name: string }>;
  readonly channels: Collection<StoredChannel>;
  readonly messages: Collection<StoredMessage>;
  readonly ephemeralMessages: Collection<StoredMessage>;
  readonly pins: Collection<{ channel_id: string; message_ts: string }>;
  readonly views: Collection<StoredView>;
}

interface Webhooks {
  register(subscription: { url: string; events: string[]; active: boolean; owner: string }): void;
  clear(): void;
  getDeliveries(): { payload: unknown; status_code: number | null }[];
}

interface SlackModule {
  slackPlugin: { register(app: unknown, store: unknown, webhooks: Webhooks, ...rest: unknown[]): unknown };
  getSlackStore(store: unknown): SlackStore;
}

async function startCaptured(seed: Record<string, unknown>) {
  const slack = await importSlackModule();
  const { register } = slack.slackPlugin;
  let captured: { store: unknown; webhooks: Webhooks } | undefined;
  slack.slackPlugin.register = function (app, store, webhooks, ...rest) {
    captured = { store, webhooks };
    return register.call(this, app, store, webhooks, ...rest);
  };
  try {
    const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seed } });
    const { store, webhooks } = found(captured, 'plugin');
    return { emulator, store: slack.getSlackStore(store), webhooks };
  } finally {
    slack.slackPlugin.register = register;
  }
}

async function importSlackModule(): Promise<SlackModule> {
  const folder = new URL('../node_modules/emulate/dist/', import.meta.url);
  const file = readdirSync(folder).find(
    (name) =>
      /^dist-.*\.js$/.test(name) && /export \{[^}]*\bslackPlugin\b/.test(readFileSync(new URL(name, folder), 'utf8')),
  );
  return import(/* @vite-ignore */ new URL(found(file, 'plugin in emulate'), folder).href);
}
