import type { Channel, Inbound } from '../../../chat.ts';
import type { Log } from '../../../log.ts';
import { type Read, readChatMessage, type Times } from './messages.ts';
import { readTipAnswer } from './policy-violation.ts';
import type { Teams } from './teams.ts';
import type { ConversationFacts, Where } from './types.ts';

/** What Graph says became of a message. `missed`: read again after a gap that began then; what became of it shows in its times. */
export type Change =
  | { readonly type: 'created' | 'updated' | 'deleted' }
  | { readonly type: 'missed'; readonly from: Date };

/** Resolves once what must be remembered is stored; rejects where it can't be. */
export type Take = (change: Change, message: unknown) => Promise<void>;

export interface TakeOptions {
  readonly tenant: string;
  readonly appId: string;
  readonly inbound: Pick<Inbound, 'onMessage' | 'onAnswer'>;
  readonly teams: Teams;
  readonly conversation: (where: Where) => Promise<ConversationFacts | null>;
  /** Who can read it, by the policy as it is now. */
  readonly channelOf: (where: Where, facts: ConversationFacts | null) => Channel;
  /** The incident that a message gave, or null. */
  readonly incidentOf: (channel: string, message: string) => Promise<string | null>;
  readonly log: Log;
}

/**
 * Pure. Whether a message that is there is to be judged. Graph says `updated` of reactions, too, which leave no mark of their own;
 * and of a message that was deleted and taken back.
 */
export function isNews(change: Change, { created, edited }: Times, wasDeleted: boolean): boolean {
  switch (change.type) {
    case 'created':
      return true;
    case 'updated':
      return edited !== null || wasDeleted;
    case 'missed':
      return created >= change.from || (edited !== null && edited >= change.from);
    case 'deleted':
      return false;
  }
}

const MOST_DELETED = 10_000;

export function createTake(options: TakeOptions): Take {
  const { tenant, inbound, teams, conversation, channelOf, log } = options;
  /** Lately deleted, so that one that is taken back is known: ids only. */
  const deleted = new Set<string>();

  const post = async (change: Change, { message, where, times }: Extract<Read, { type: 'posted' }>) => {
    if (where.team !== null) await teams.remember(where.channel, where.team);
    const takenBack = deleted.delete(`${where.channel} ${message.id}`);
    if (!isNews(change, times, takenBack)) {
      log.debug('graph.message_ignored', { reason: 'unchanged' });
      return;
    }
    // As the edit that it is like: with a mark of its own it is looked at again.
    const version = takenBack && message.version === '' ? times.modified.toISOString() : message.version;
    const channel = channelOf(where, await conversation(where));
    await inbound.onMessage({ ...message, version, channel });
  };

  const answer = async ({ message, where }: Extract<Read, { type: 'posted' }>, raw: unknown) => {
    const said = readTipAnswer(raw);
    if (said === null) return;
    const incident = await options.incidentOf(where.channel, message.id);
    if (incident === null) return;
    const { text, attachments, author: person } = message;
    const tell = (action: string, words: string | null) =>
      inbound.onAnswer({
        platform: 'teams',
        tenant,
        person,
        incident,
        action,
        words,
        current: async () => ({ status: 'there', text, attachments }),
        kept: true,
      });
    if (said.does === 'report') {
      await tell('not-patient', null);
      return;
    }
    if (said.words !== null) await tell('reason-words', said.words);
    // Where their words name a patient they are refused, and that it was needed counts all the same; else it counts once.
    await tell('reason-words', OVERRIDDEN);
  };

  return async (change, raw) => {
    const read = readChatMessage(raw, tenant);
    // What somebody says to the app itself comes by the bot, under another name of their chat, and is answered there.
    if (read.type === 'posted' && isChatWith(options.appId, read.where.channel)) {
      log.debug('graph.message_ignored', { reason: 'to_the_app' });
      return;
    }
    switch (read.type) {
      case 'ignored':
        log.debug('graph.message_ignored', { reason: read.reason });
        return;
      case 'deleted':
        deleted.add(`${read.message.channelId} ${read.message.id}`);
        if (deleted.size > MOST_DELETED) deleted.delete(deleted.keys().next().value as string);
        await inbound.onMessage(read.message);
        return;
      case 'posted':
        await post(change, read);
        await answer(read, raw);
    }
  };
}

/** A chat of two is named by both: `19:…_…@unq.gbl.spaces`. */
const isChatWith = (app: string, conversation: string): boolean =>
  conversation.endsWith('@unq.gbl.spaces') && conversation.toLowerCase().includes(app);

/** A note of the Guardian's list, where the sender gave no reason that could be kept. */
const OVERRIDDEN = 'Shown again in Teams.';
