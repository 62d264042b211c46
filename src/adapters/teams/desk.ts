import type { Inbound } from '../../chat.ts';
import type { Log } from '../../log.ts';
import type { Language } from '../../policy/types.ts';
import type { Book } from './book.ts';
import type { Channels } from './channels.ts';
import type { TeamsGraph } from './graph/types.ts';
import type { Notices } from './notices.ts';
import type { Activity } from './payloads.ts';

/** What everything that takes an activity needs. */
export interface Desk {
  readonly inbound: Inbound;
  readonly appId: string;
  readonly tenant: string;
  readonly reading: 'rsc' | 'graph' | 'both';
  readonly channels: Channels;
  readonly book: Book;
  readonly graph: Pick<TeamsGraph, 'readMessage' | 'rememberTeam'>;
  readonly keep: Notices['keep'];
  /** Says something in the person's own chat with the app. Never rejects. */
  readonly say: (person: string, activity: object) => Promise<void>;
  /** Of whoever sent it: the one that they chose, else that of their Teams. Never rejects. */
  readonly languageOf: (activity: Pick<Activity, 'from' | 'locale'>) => Promise<Language>;
  readonly log: Log;
}

/** What an activity is answered with; of those that ask for nothing, only the status counts. */
export interface Answered {
  readonly status: number;
  readonly body?: object;
  /** What is done once Teams has its answer. */
  readonly after?: () => Promise<void>;
}

export const OK: Answered = { status: 200 };
