import type { Router } from 'express';
import type { Current, PostedMessage, StaffDirectory } from '../../../chat.ts';
import type { Level } from '../../../policy/types.ts';

/** What the rest of the Teams adapter has of Microsoft Graph. Ids are Microsoft's own: Entra object ids, `19:…` of conversations. */
export interface TeamsGraph {
  /** `POST /graph/notifications`. */
  routes(): Router;
  /** Subscribes and keeps subscribed, where messages are read through Graph. Once the server listens: Microsoft asks back. */
  start(): void;
  stop(): Promise<void>;
  /** The message at a place as it is now. Never rejects. */
  readMessage(place: Place): Promise<Current>;
  /** Who can read a conversation, or null where Graph doesn't say. Never rejects. */
  conversation(where: Where): Promise<ConversationFacts | null>;
  /** In which team a channel is: Graph finds its messages only by both. Cheap to call for each message. */
  rememberTeam(channel: string, team: string): Promise<void>;
  /** Puts the app into a person's own list, so that a 1:1 chat with them can be opened. Never rejects. */
  install(person: string): Promise<Installed>;
  /** Says on the message itself, to its sender, what the policy asks to be said; nothing where it doesn't. Never rejects. */
  tip(place: Place, words: TipWords): Promise<Tipped>;
  /** Takes it off again, once the message was put right or was needed. Never rejects. */
  untip(place: Place): Promise<Tipped>;
  /** Who is staff, where the settings let it be read. */
  directories(): Promise<readonly StaffDirectory[]>;
}

/** `channel`: the conversation's id without `;messageid=…`. `thread`: the id of the thread's first message, null for that one itself. */
export interface Place {
  readonly channel: string;
  readonly message: string;
  readonly thread: string | null;
}

/** `team`: the Entra group behind the team (`aadGroupId`), null in a chat. */
export interface Where {
  readonly channel: string;
  readonly team: string | null;
}

/** Who can read a conversation: the same facts, whether the connector or Graph was asked. */
export interface ConversationFacts {
  readonly kind: 'channel' | 'group' | 'meeting' | 'direct';
  /** Of a channel; null of a chat. */
  readonly membership: 'standard' | 'private' | 'shared' | null;
  readonly name: string | null;
  readonly readers: number | null;
  /** Guests, and people of other organisations. */
  readonly guests: number | null;
}

/** What was posted, and where; who can read it is asked for afterwards. */
export type PostedIn = Omit<PostedMessage, 'channel'>;

/** `refused`: not for this person or tenant. `later`: try again. `reason` is a short code. */
export type Installed =
  | { readonly status: 'installed' | 'already' }
  | { readonly status: 'refused'; readonly reason: string }
  | { readonly status: 'later'; readonly afterSeconds: number; readonly reason: string };

export interface TipWords {
  readonly level: Exclude<Level, 'clear'>;
  readonly heading: string;
  /** What was seen, in kinds, a sentence each. */
  readonly seen: readonly string[];
}

export type Tipped = 'tipped' | 'off' | 'failed';

export interface GraphSettings {
  readonly tenant: string;
  readonly appId: string;
  readonly credential: Credential;
  /** `https://graph.microsoft.com/`, or that of a sovereign cloud or of a test; with its slash. */
  readonly graphUrl: string;
  /** `https://login.microsoftonline.com/`, likewise. */
  readonly loginUrl: string;
  /** Where Microsoft reaches us, without a trailing slash. */
  readonly publicUrl: string;
  readonly reading: 'rsc' | 'graph' | 'both';
  /** The directory is read, and of its groups those whose names begin with `prefix`; null: it is not. */
  readonly directory: { readonly prefix: string } | null;
  /** What messages in notifications are encrypted to, and what shows that a notification is one that we asked for. */
  readonly notifications: { readonly certificate: string; readonly key: string; readonly clientState: string } | null;
}

/** Certificates and keys are PEM. */
export type Credential =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'certificate'; readonly certificate: string; readonly key: string }
  | { readonly kind: 'managed-identity' };

/** What is kept of subscriptions, for all processes: `store/subscriptions.ts`. */
export interface SubscriptionStore {
  take(resource: string, work: 'renewal' | 'recovery', seconds: number): Promise<Subscribed | null>;
  hold(resource: string, work: 'renewal' | 'recovery', seconds: number): Promise<void>;
  giveBack(resource: string, work: 'renewal' | 'recovery'): Promise<void>;
  renewed(
    resource: string,
    now: {
      readonly subscription: string;
      readonly madeFor: string;
      readonly expiresAt: Date;
      readonly seenAt: Date;
    },
  ): Promise<void>;
  gap(resource: string, from: Date): Promise<void>;
  recovered(resource: string, gaps: number): Promise<void>;
  seen(resource: string, at: Date): Promise<void>;
  /** Microsoft took it away. */
  removed(subscription: string): Promise<void>;
  /** It is to be renewed before then. */
  hasten(subscription: string, before: Date): Promise<void>;
  resourceOf(subscription: string): Promise<string | undefined>;
}

export interface Subscribed {
  readonly subscription: string | null;
  readonly madeFor: string | null;
  readonly expiresAt: Date | null;
  /** Nothing from before is missing. */
  readonly seenAt: Date | null;
  readonly gapFrom: Date | null;
  readonly gaps: number;
}

export interface TeamStore {
  setTeam(channel: string, team: string): Promise<void>;
  teamOf(channel: string): Promise<string | null>;
}
