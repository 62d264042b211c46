import type { FakeTeams } from './fake-teams.ts';
import { chatWith, GROUP, TEAM, WARD } from './fake-teams.ts';

/**
 * What people's hands do in Teams: they write, edit, delete, press buttons, open dialogs and bring the app in; each comes as an
 * activity, signed as by Teams.
 */
export interface TeamsHands {
  /** Any activity, completed with what all of them have. */
  send(activity: Record<string, unknown>, token?: string): Promise<Sent>;
  post(by: string, text: string, change?: Record<string, unknown>): Promise<Sent & { readonly id: string }>;
  edit(by: string, id: string, text: string, change?: Record<string, unknown>): Promise<Sent>;
  delete(by: string, id: string): Promise<Sent>;
  /** Takes the deletion back. */
  undelete(by: string, id: string, text: string): Promise<Sent>;
  /** Writes to the app itself. */
  tell(by: string, text: string): Promise<Sent>;
  /** Presses a button of the card that was shown in somebody's chat. */
  press(
    by: string,
    shown: { conversation: string; id: string; activity: Record<string, unknown> },
    verb: string,
    inputs?: object,
  ): Promise<Sent>;
  /** Opens a dialog of the compose box or of a message, or sends it. */
  dialog(
    by: string,
    step: 'fetchTask' | 'submitAction',
    value: object,
    change?: Record<string, unknown>,
  ): Promise<Sent>;
}

export interface Sent {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
}

/** Entra's id and the Bot Framework's of somebody by their name. */
export function person(name: string): { readonly aad: string; readonly id: string } {
  const hex = Buffer.from(name).toString('hex').padEnd(12, '0').slice(0, 12);
  return { aad: `5a5a5a5a-0000-4000-8000-${hex}`, id: `29:${name}` };
}

export const chatOf = (name: string): string => chatWith(person(name).id);

/** `app`: where Quietword is served. */
export function teamsHands(
  teams: FakeTeams,
  { tenant, appId, app }: { tenant: string; appId: string; app: () => string },
): TeamsHands {
  let last = 1_726_130_000_000;
  const nextId = (): string => {
    last += 1_000;
    return String(last);
  };
  const from = (name: string) => ({ id: person(name).id, aadObjectId: person(name).aad, name });
  const channel = (thread: string) => ({
    conversation: { id: `${WARD};messageid=${thread}`, isGroup: true, conversationType: 'channel', tenantId: tenant },
    channelData: { tenant: { id: tenant }, team: { id: TEAM, aadGroupId: GROUP }, channel: { id: WARD } },
  });
  const chat = (name: string) => ({
    conversation: { id: chatOf(name), conversationType: 'personal', tenantId: tenant },
    channelData: { tenant: { id: tenant } },
  });

  const hands: TeamsHands = {
    async send(activity, token) {
      const whole = {
        channelId: 'msteams',
        serviceUrl: teams.url,
        timestamp: new Date(last).toISOString(),
        recipient: { id: `28:${appId}`, name: 'Quietword' },
        ...activity,
      };
      const response = await fetch(`${app()}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token ?? (await teams.token())}` },
        body: JSON.stringify(whole),
      });
      const text = await response.text();
      return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
    },
    async post(by, text, change = {}) {
      const id = (change.id as string | undefined) ?? nextId();
      const sent = await hands.send({
        type: 'message',
        id,
        text,
        textFormat: 'plain',
        from: from(by),
        ...channel(id),
        ...change,
      });
      return { ...sent, id };
    },
    edit(by, id, text, change = {}) {
      last += 1_000;
      const { conversation, channelData } = channel(id);
      const data = { ...channelData, eventType: 'editMessage' };
      return hands.send({
        type: 'messageUpdate',
        id,
        text,
        from: from(by),
        conversation,
        channelData: data,
        ...change,
      });
    },
    delete(by, id) {
      const { conversation, channelData } = channel(id);
      const data = { ...channelData, eventType: 'softDeleteMessage' };
      return hands.send({ type: 'messageDelete', id, from: from(by), conversation, channelData: data });
    },
    undelete(by, id, text) {
      const { channelData } = channel(id);
      return hands.edit(by, id, text, { channelData: { ...channelData, eventType: 'undeleteMessage' } });
    },
    tell: (by, text) => hands.send({ type: 'message', id: nextId(), text, from: from(by), ...chat(by) }),
    press(by, shown, verb, inputs = {}) {
      const action = actionsOf(shown.activity).find((one) => one.verb === verb);
      if (!action) throw new Error(`There is no button for ${verb}.`);
      return hands.send({
        type: 'invoke',
        name: 'adaptiveCard/action',
        id: nextId(),
        from: from(by),
        replyToId: shown.id,
        ...chat(by),
        value: {
          action: { type: 'Action.Execute', verb, data: { ...(action.data as object), ...inputs } },
          trigger: 'manual',
        },
      });
    },
    dialog(by, step, value, change = {}) {
      const id = nextId();
      return hands.send({
        type: 'invoke',
        name: `composeExtension/${step}`,
        id,
        from: from(by),
        ...channel(id),
        value,
        ...change,
      });
    },
  };
  return hands;
}

type Node = Record<string, unknown>;

/** Every button of a card, in order. */
export function actionsOf(activity: Record<string, unknown>): Node[] {
  const found: Node[] = [];
  const look = (node: unknown) => {
    if (Array.isArray(node)) node.forEach(look);
    else if (typeof node === 'object' && node !== null) {
      const { type } = node as Node;
      if (typeof type === 'string' && type.startsWith('Action.')) found.push(node as Node);
      Object.values(node).forEach(look);
    }
  };
  look(activity.attachments ?? activity);
  return found;
}

/** All that a card says, in reading order. */
export function saidOn(activity: unknown): string {
  const said: string[] = [];
  const look = (node: unknown) => {
    if (Array.isArray(node)) node.forEach(look);
    else if (typeof node === 'object' && node !== null) {
      const { type, text, label, title } = node as Node;
      if (['TextBlock', 'TextRun'].includes(String(type))) said.push(String(text));
      if (String(type).startsWith('Input.')) said.push(String(label));
      if (String(type).startsWith('Action.')) said.push(`[${title}]`);
      for (const [key, value] of Object.entries(node)) if (key !== 'data') look(value);
    }
  };
  look(activity);
  return said.join('\n');
}
