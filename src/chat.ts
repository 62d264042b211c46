/** Longer than most files: types and nothing else, so that the whole port can be read at one place. */
import type { Router } from 'express';
import type { Attachment, Audience, Language, Level } from './policy/types.ts';

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
  /** The poster's own setting where the platform says, or null. */
  readonly language: Language | null;
  /** Of another organisation, as far as the platform says: has a private word like anyone, and is not asked questions. */
  readonly outsider?: boolean;
  /** Read again after a time when nothing was heard, and perhaps known already. `old`: too late for a quiet word; what is urgent goes on the Guardian's list. */
  readonly missed?: 'recent' | 'old';
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
  /** How many of them are guests or from another organisation, or null where the platform doesn't say. */
  readonly guests: number | null;
}

/**
 * Called for each message. Resolves once what must be remembered is stored; only then may the
 * adapter acknowledge to its platform. Rejects where it can't be stored: the platform must retry.
 */
export type OnMessage = (message: InboundMessage) => Promise<void>;

/** Whom a notice is for, and the message that it is about. A quiz is about none: its channel and message are empty. */
export interface Recipient {
  readonly tenant: string;
  readonly person: string;
  readonly channel: string;
  readonly message: string;
  readonly thread: string | null;
}

/**
 * `first`: the quiet word itself. `left`: an edit took something out, and something is left. `summary`: several messages
 * in a short while, in one. `reminder`: urgent, and still there. `thanks`: it was put right. `reply`: to a choice. `quiz`: a
 * question of the week, about no message; its `incident` names the question that was asked. `refresher`: a trainer's words, sent to
 * many, about no message; its `incident` names this person's copy. Adapters send it at a pace that keeps no other notice waiting.
 * `report`: what a manager is told of their teams, about no message either.
 */
export type NoticeKind =
  | 'first'
  | 'left'
  | 'summary'
  | 'reminder'
  | 'thanks'
  | 'reply'
  | 'quiz'
  | 'refresher'
  | 'report';

/** The private word, ready to be shown. It names kinds, never the data. */
export interface PrivateNotice {
  readonly incident: string;
  readonly kind: NoticeKind;
  readonly level: Exclude<Level, 'clear'>;
  readonly language: Language;
  readonly heading: string;
  /** Plain text, one paragraph each, in reading order: who can see it, what was seen, what to do. */
  readonly paragraphs: readonly string[];
  /** Of a refresher. */
  readonly picture?: Picture;
  /** A safer version of the message, set apart so that it can be copied. Only in a reply that is not kept. */
  readonly suggestion: string | null;
  /** Buttons, in order; pressed, they come back as an `Answer` with their `action`. */
  readonly choices: readonly Choice[];
  /** A few words of the person's own, asked for with a button. */
  readonly asks: Question | null;
  /** A page of the dashboard; left out where none is meant. */
  readonly link?: { readonly label: string; readonly url: string };
}

/** `url`: by https, so that platforms fetch it; in the simulator a path of ours. */
export interface Picture {
  readonly url: string;
  /** What it shows, for whoever can't see it. */
  readonly alt: string;
}

export interface Choice {
  /** `[a-z:-]`, at most 60 characters: `safer`, `reason:handover` … `answers.ts` knows them. */
  readonly action: string;
  /** At most 70 characters. */
  readonly label: string;
  readonly style: 'primary' | 'plain';
}

export interface Question {
  readonly action: string;
  readonly label: string;
  readonly submit: string;
  /** Characters. */
  readonly longest: number;
}

/**
 * The message as it is now, read again from the platform when its poster presses a button. `gone`: deleted.
 * `unknown`: it could not be read. In memory only.
 */
export type Current =
  | { readonly status: 'there'; readonly text: string; readonly attachments: readonly Attachment[] }
  | { readonly status: 'gone' }
  | { readonly status: 'unknown' };

/** A choice that somebody made on a notice. */
export interface Answer {
  readonly platform: Platform;
  readonly tenant: string;
  /** The platform's id of who pressed, as the platform vouches for it. */
  readonly person: string;
  /** As the button carried it: not yet known to be an incident of this person, or one at all. */
  readonly incident: string;
  readonly action: string;
  /** A few words of their own, judged before any of it is kept; null where none were asked for. */
  readonly words: string | null;
  /** Reads the message again, at the place that is remembered of the incident; called only where the answer needs it. */
  readonly current: (place: {
    readonly channel: string;
    readonly message: string;
    readonly thread: string | null;
  }) => Promise<Current>;
  /** Whether what the reply shows stays in a conversation that the platform keeps. */
  readonly kept: boolean;
  /** By what the notice whose button was pressed can be changed, where the platform says. */
  readonly ref?: string | undefined;
}

/** What is shown at once. `replaces`: in the place of the notice whose button was pressed; else beside it. */
export interface Reply {
  readonly notice: PrivateNotice;
  readonly replaces: boolean;
}

/** Before it is posted: what somebody means to say, and to whom. Judged in memory; nothing is stored but a count. */
export interface Draft {
  readonly platform: Platform | 'web';
  readonly tenant: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  readonly audience: Audience;
  readonly readers: number | null;
  readonly guests: number | null;
  readonly language: Language;
}

export interface Checked {
  readonly level: Level;
  readonly heading: string;
  /** Who would see it, what was seen and why, what to do. */
  readonly paragraphs: readonly string[];
  /** Ready to copy, or null where nothing needs changing. */
  readonly suggestion: string | null;
  /** What the suggestion can't put right, or null. */
  readonly left: string | null;
}

/** Somebody raises a message that they saw, or a near miss of their own. */
export interface Report {
  readonly platform: Platform;
  readonly tenant: string;
  readonly person: string;
  /** Whether the Guardian is told who raised it. */
  readonly named: boolean;
  readonly language: Language | null;
  readonly message: {
    readonly channel: Channel;
    readonly id: string;
    /** Null where the platform doesn't say. */
    readonly author: string | null;
    readonly text: string;
    readonly attachments: readonly Attachment[];
    readonly link: string | null;
  };
}

/** The channel that the app was brought into. */
export interface Joined {
  readonly platform: Platform;
  readonly tenant: string;
  readonly channel: Channel;
  /** What it reads from then on. In Teams it is brought into one channel of a team, and reads them all. */
  readonly reads: 'channel' | 'chat' | 'team';
}

export interface LanguageChoice {
  readonly platform: Platform;
  readonly tenant: string;
  readonly person: string;
  readonly language: Language;
}

/** What somebody asks the app for in chat, of their own accord: the next question that is due, or what they answered so far. */
export interface Wish {
  readonly platform: Platform;
  readonly tenant: string;
  readonly person: string;
  readonly for: 'question' | 'figures';
}

/** A trainer writes a refresher in a chat, step by step: the form, what was written in it, what is to become of it. */
export interface RefresherRequest {
  readonly platform: Platform;
  readonly tenant: string;
  /** As the platform vouches for it. */
  readonly person: string;
  readonly step:
    | { readonly do: 'open' }
    | {
        readonly do: 'write';
        readonly title: string;
        readonly words: string;
        readonly topic: string;
        readonly audience: string;
        readonly acknowledge: boolean;
      }
    | { readonly do: 'send'; readonly refresher: string; readonly when: string };
}

export interface RefresherForm {
  readonly language: Language;
  /** At most 24 characters. */
  readonly heading: string;
  readonly title: { readonly label: string; readonly longest: number };
  readonly words: { readonly label: string; readonly longest: number };
  readonly topic: Select;
  readonly audience: Select;
  /** Values `yes` and `no`. */
  readonly acknowledge: Select;
  readonly submit: string;
}

export interface Select {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

export type RefresherReply =
  /** And nothing more is asked. */
  | { readonly show: 'sentence'; readonly sentence: string }
  | { readonly show: 'form'; readonly form: RefresherForm }
  /** The form stays, with what is wrong beside its fields (`title`, `words` …). */
  | { readonly show: 'faults'; readonly faults: readonly { readonly field: string; readonly sentence: string }[] }
  /** As its readers will get it, whom it reaches, and what may become of it. `refresher` comes back with what is chosen. */
  | {
      readonly show: 'preview';
      readonly refresher: string;
      readonly language: Language;
      readonly heading: string;
      readonly lines: readonly string[];
      readonly notice: PrivateNotice;
      readonly next: Select;
      readonly submit: string;
    };

/** Somebody whom an organisation's directory names: staff, or a guest among them. Bots are left out. */
export interface StaffMember {
  /** The platform's id, the same as an author's. */
  readonly user: string;
  /** As colleagues see it; empty where there is none. */
  readonly name: string;
  /** In lower case. */
  readonly email: string | null;
  readonly jobTitle: string | null;
  readonly department: string | null;
  /** The platform's id of whom they report to. */
  readonly manager: string | null;
  /** From outside the organisation: told in private like anybody, and not counted as staff. */
  readonly guest: boolean;
  /** False once their account is closed. */
  readonly active: boolean;
  /** Null where the platform doesn't say. */
  readonly language: Language | null;
  /** As in `Europe/London`. */
  readonly timeZone: string | null;
  /** On leave or ill until then; null where they are at work, or nothing says. */
  readonly awayUntil: Date | null;
  /** `YYYY-MM-DD` */
  readonly joinedOn: string | null;
}

/** What a directory says, one after the other. `group`: of Slack's user groups, of Entra's groups. */
export type StaffChange =
  | { readonly type: 'person'; readonly person: StaffMember }
  | { readonly type: 'left'; readonly user: string }
  | {
      readonly type: 'group';
      readonly id: string;
      /** Null where it wasn't said again. */
      readonly name: string | null;
      /** `joined` are all who are in it, or those who were added. */
      readonly whole: boolean;
      /** The platform's ids of people. */
      readonly joined: readonly string[];
      readonly gone: readonly string[];
    }
  | { readonly type: 'group-gone'; readonly id: string };

/** One organisation's directory. Each call rejects where it can't be read to its end. */
export interface StaffDirectory {
  readonly platform: Platform;
  readonly tenant: string;
  /** Everyone, and then the groups. */
  everyone(): AsyncIterable<StaffChange>;
  /** Of a platform that tells of changes when it is asked; null of one that tells by itself (`onStaff`). */
  readonly changes: {
    /** As of now: where to go on from. */
    mark(): Promise<string>;
    /** What changed since; returns where to go on from, or null where that is too long ago and everyone has to be read anew. */
    since(mark: string): AsyncGenerator<StaffChange, string | null>;
  } | null;
  /** A short code of what a call rejected with. */
  reasonOf(error: unknown): string;
}

/** What a platform tells of its directory by itself. */
export interface StaffNews {
  readonly platform: Platform;
  readonly tenant: string;
  readonly changes: readonly StaffChange[];
}

/** What adapters hand in. Each resolves once what must be remembered is stored, and rejects where it can't be. */
export interface Inbound {
  readonly onMessage: OnMessage;
  readonly onAnswer: (answer: Answer) => Promise<Reply>;
  readonly onCheck: (draft: Draft) => Promise<Checked>;
  /** Resolves to one sentence for who raised it. */
  readonly onReport: (report: Report) => Promise<string>;
  readonly onJoined: (joined: Joined) => Promise<void>;
  /** Resolves to one sentence in that language. */
  readonly onLanguage: (choice: LanguageChoice) => Promise<string>;
  /** Resolves to what is shown to that person alone. */
  readonly onWish: (wish: Wish) => Promise<PrivateNotice>;
  readonly onRefresher: (request: RefresherRequest) => Promise<RefresherReply>;
  readonly onStaff: (news: StaffNews) => Promise<void>;
}

/**
 * What became of a notice. `accepted`: the platform took it (no platform promises that it was
 * seen). `unreachable`: no private way is open. `later`: not sent for certain, try again after
 * so many seconds. `reason` is a short code, never free text.
 */
export type Receipt =
  | {
      readonly status: 'accepted';
      readonly via: string;
      /** By what the platform can put another notice in its place; null where it can't. */
      readonly ref: string | null;
    }
  | { readonly status: 'unreachable'; readonly reason: string }
  | { readonly status: 'later'; readonly afterSeconds: number; readonly reason: string };

/** How it stands with one workspace, or with one way in, for whoever runs Quietword. */
export interface Connection {
  readonly platform: Platform;
  /** Null where it is about no workspace, or about one that isn't known yet. */
  readonly tenant: string | null;
  readonly name: string;
  /** A short code: `connected`, `uninstalled` … */
  readonly state: string;
  readonly ok: boolean;
  /** What is so, and what to do. */
  readonly sentence: string;
}

export interface ChatAdapter {
  readonly platform: Platform;
  /** Mounted at the root by `main.ts`; each adapter verifies what reaches it. */
  routes(): Router;
  /**
   * Says it to one person and nobody else. `replaces`: the `ref` of an earlier notice of the same incident, in whose
   * place it is put. Throws where it can't be known whether the platform
   * took the notice (a time-out, a dropped connection): the caller then decides by its urgency.
   */
  sendPrivately(to: Recipient, notice: PrivateNotice, replaces: string | null): Promise<Receipt>;
  /**
   * Puts a notice in the place of an earlier one of that person's, by its `ref`; false where that can't be
   * changed any more: nothing is then said anew.
   */
  change(to: Recipient, notice: PrivateNotice, ref: string): Promise<boolean>;
  /** Says in a channel, for all to read, that Quietword is there, and pins it where it can. Throws as `sendPrivately` does. */
  announce(joined: Joined, text: string): Promise<Receipt>;
  /** The directories that may be read: none where no permission was given. Rejects where the platform can't be asked. */
  directories(): Promise<readonly StaffDirectory[]>;
}
