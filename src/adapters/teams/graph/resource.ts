import type { Place, Where } from './types.ts';

export interface Located {
  readonly where: Where;
  readonly place: Place;
}

const CHANNEL = /^\/?teams\('([^']+)'\)\/channels\('([^']+)'\)\/messages\('([^']+)'\)(?:\/replies\('([^']+)'\))?$/;
const CHAT = /^\/?chats\('([^']+)'\)\/messages\('([^']+)'\)$/;

/** Pure. Where the message is that a notification is about, by its `resource`; undefined where that is none. */
export function locate(resource: string): Located | undefined {
  const [, team, channel, root, reply] = CHANNEL.exec(resource) ?? [];
  if (team && channel && root) {
    const place = { channel, message: reply ?? root, thread: reply === undefined ? null : root };
    return { where: { channel, team }, place };
  }
  const [, chat, message] = CHAT.exec(resource) ?? [];
  return chat && message
    ? { where: { channel: chat, team: null }, place: { channel: chat, message, thread: null } }
    : undefined;
}
