/**
 * The vocabulary of the policy engine. Everything here is safe to store and to log but for
 * `Judgeable.text`: a `Finding` has no text field, so what is kept of a message can't leak it.
 */

import type { Nudging } from './nudging.ts';
import type { Policy } from './policy.ts';
import type { Quizzing } from './quizzing.ts';
import type { Wording } from './wording.ts';

/** Who can read the channel; the same words narrow a crowd differently. */
export const AUDIENCES = ['care-team', 'organisation', 'external', 'direct'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** `clear`: nothing to say. `nudge`: a quiet word. `urgent`: one person is identified, act now. */
export const LEVELS = ['clear', 'nudge', 'urgent'] as const;
export type Level = (typeof LEVELS)[number];

export const CATEGORIES = [
  'patient-number',
  'name',
  'date-of-birth',
  'address',
  'phone-or-email',
  'image',
  'mosaic',
  'complaint',
  'deceased',
  'access',
  'wrong-recipient',
  'staff-health',
  'unapproved-app',
] as const;
export type Category = (typeof CATEGORIES)[number];

export const SPAN_TYPES = [
  'nhs-number',
  'chi-number',
  'hc-number',
  'mrn',
  'ni-number',
  'name',
  'initials',
  'date-of-birth',
  'age',
  'address',
  'postcode',
  'phone',
  'email',
  'location',
  'descriptor',
] as const;
export type SpanType = (typeof SPAN_TYPES)[number];

/** A piece of the message that helps to identify someone: where it is and what it is, never what it says. */
export interface Finding {
  readonly type: SpanType;
  /** Offsets into the original text in UTF-16 code units, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** 0 to 1. */
  readonly confidence: number;
}

/** A file posted with the message: only its name and MIME type are looked at. */
export interface Attachment {
  readonly name: string;
  readonly type: string;
}

/** What the engine is asked about. Held in memory while it is judged, and nowhere else. */
export interface Judgeable {
  readonly text: string;
  readonly audience: Audience;
  readonly attachments: readonly Attachment[];
  /** Full names of the staff directory, in lower case: who bears one is a colleague, unless the message says otherwise. */
  readonly colleagues?: ReadonlySet<string>;
}

/** Languages that the words of a policy come in. */
export const LANGUAGES = ['en', 'cy'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The engine's answer. Reasons are codes (`policy/reasons.ts` has the plain words for each). */
export interface Verdict {
  readonly level: Level;
  readonly categories: readonly Category[];
  readonly findings: readonly Finding[];
  readonly reasons: readonly string[];
  /**
   * `nudge`: the person is told. `watch`: it is recorded and nobody is told, since the policy
   * runs the rules that fired silently for now.
   */
  readonly mode: 'watch' | 'nudge';
}

/** What Microsoft Teams itself says of a flagged message: nothing, a line that its sender sees, or hiding what is urgent as well. */
export const TEAMS_TIPS = ['off', 'notify', 'block', 'block-external'] as const;
export type TeamsTips = (typeof TEAMS_TIPS)[number];

/** A loaded policy, ready to judge. Synchronous and pure: no I/O, no state between calls. */
export interface Engine {
  /** Name and version of the policy, stored with each incident; a private channel up to `careTeamMembers` is a care team's. */
  readonly policy: {
    readonly name: string;
    readonly version: string;
    /** Of the file's text: an edit that kept its version has another. */
    readonly digest: string;
    readonly modes: Policy['modes'];
    readonly excludedChannels: readonly string[];
    readonly careTeamMembers: number;
    readonly teamsTips: TeamsTips;
    readonly nudging: Nudging;
    readonly quizzing: Quizzing;
    readonly wording: Wording;
  };
  /** Whether the policy says that a channel is never read. Ask before its messages are looked at. */
  excludes(channel: { readonly id: string; readonly name: string | null }): boolean;
  judge(message: Judgeable): Verdict;
}
