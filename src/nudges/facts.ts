/** What private words are made of: kinds and counts, never the message. */
import type { NoticeKind, Platform } from '../chat.ts';
import type { Audience, Category, Language, SpanType } from '../policy/types.ts';

export interface NoticeFacts {
  readonly incident: string;
  readonly kind: Exclude<NoticeKind, 'quiz' | 'refresher' | 'report'>;
  readonly platform: Platform;
  readonly level: 'nudge' | 'urgent';
  readonly categories: readonly Category[];
  readonly findings: readonly SpanType[];
  readonly audience: Audience;
  readonly readers: number | null;
  readonly guests: number | null;
  readonly language: Language;
  /** Which of the wordings: one more than in this person's last notice. */
  readonly turn: number;
  /** `left`: what an edit took out. */
  readonly gone: readonly Category[];
  readonly goneFindings: readonly SpanType[];
  /** `summary`: how many messages. */
  readonly messages: number;
  /** `thanks`: how it was put right, and whether within the minutes that count as credit. */
  readonly putRight: 'edited' | 'deleted' | null;
  readonly early: boolean;
  /** `thanks`, and replies that say as much: a refresher is offered with it. */
  readonly offers: boolean;
}

/** What a choice is answered with. */
export type ReplyFacts =
  /** `text`: the rewrite. `left`: what it can't put right. `masked`: only the places are shown, since the answer is kept. */
  | { readonly say: 'safer'; readonly text: string; readonly left: readonly Category[]; readonly masked: boolean }
  | { readonly say: 'still-there'; readonly left: readonly Category[] }
  | { readonly say: 'ask-reason' }
  | { readonly say: 'lesson' }
  /** `chosen`: which option, from 1. */
  | { readonly say: 'marked'; readonly chosen: number }
  /** Back to the notice as it was. */
  | { readonly say: 'notice' }
  | {
      readonly say:
        | 'nothing-safer'
        | 'cannot-read'
        | 'gone'
        | 'clear'
        | 'said-fixed'
        | 'not-patient'
        | 'needed'
        | 'words-identify'
        | 'already'
        | 'not-yours'
        | 'too-old'
        | 'not-known';
    };
