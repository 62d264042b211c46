import type { Router } from 'express';
import type { Attachment, Audience, Level } from './policy/types.ts';

/**
 * The port: what a chat platform hands in and what it is asked to do. Slack, Teams and the
 * simulator stand behind it alike. It grows only when two platforms need it.
 */
export type Platform = 'slack' | 'teams' | 'simulator';

/** A message that was posted, or whose text was edited. Its text is judged and then forgotten. */
export interface PostedMessage {
  readonly type: 'posted';
  readonly platform: Platform;
  /** Slack team or enterprise id, Entra tenant id, or `simulator`. */
  readonly tenant: string;
  readonly channel: Channel;
  /** The platform's id of the message, unique in its channel, the same for every edit. */
  readonly id: string;
  /** Empty for the post itself; the platform's mark of the edit otherwise. With `id` it is claimed once. */
  readonly version: string;
  /** Id of the message that the thread hangs on, or null outside a thread. */
  readonly thread: string | null;
  /** The platform's id of the person who posted. */
  readonly author: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly postedAt: Date;
  /** Opens the message in its platform for those who may read it there. */
  readonly link: string | null;
}

export interface DeletedMessage {
  readonly type: 'deleted';
  readonly platform: Platform;
  readonly tenant: string;
  readonly channelId: string;
  readonly id: string;
}

export type InboundMessage = PostedMessage | DeletedMessage;

export interface Channel {
  readonly id: string;
  /** As people see it, to know a channel that is never read; null where the platform doesn't say. Not stored. */
  readonly name: string | null;
  readonly audience: Audience;
  /** How many people can read it, or null where the platform doesn't say. */
  readonly readers: number | null;
}

/**
 * Called for each message. Resolves once what must be remembered is stored; only then may the
 * adapter acknowledge to its platform. Rejects where it can't be stored: the platform must retry.
 */
export type OnMessage = (message: InboundMessage) => Promise<void>;

/** Whom a notice is for, and the message that it is about. */
export interface Recipient {
  readonly tenant: string;
  readonly person: string;
  readonly channel: string;
  readonly message: string;
  readonly thread: string | null;
}

/** The private word, ready to be shown. It names kinds, never the data. */
export interface PrivateNotice {
  readonly incident: string;
  readonly level: Exclude<Level, 'clear'>;
  readonly heading: string;
  /** Plain text, one paragraph each, in reading order: who can see it, what was seen, what to do. */
  readonly paragraphs: readonly string[];
}

/**
 * What became of a notice. `accepted`: the platform took it (no platform promises that it was
 * seen). `unreachable`: no private way is open. `later`: not sent for certain, try again after
 * so many seconds. `reason` is a short code, never free text.
 */
export type Receipt =
  | { readonly status: 'accepted'; readonly via: string }
  | { readonly status: 'unreachable'; readonly reason: string }
  | { readonly status: 'later'; readonly afterSeconds: number; readonly reason: string };

export interface ChatAdapter {
  readonly platform: Platform;
  /** Mounted at the root by `main.ts`; each adapter verifies what reaches it. */
  routes(): Router;
  /**
   * Says it to one person and nobody else. Throws where it can't be known whether the platform
   * took the notice (a time-out, a dropped connection): the caller then decides by its urgency.
   */
  sendPrivately(to: Recipient, notice: PrivateNotice): Promise<Receipt>;
}
