/** A policy as data: what an organisation watches for, where, and how. Written in YAML, checked with zod. */
import { z } from 'zod';
import type { NumberFormat } from './detectors/mrn.ts';
import { NUDGING, type Nudging } from './nudging.ts';
import { QUIZZING, type Quizzing } from './quizzing.ts';
import { AUDIENCES, type Audience, CATEGORIES, type Category, LEVELS, TEAMS_TIPS, type TeamsTips } from './types.ts';
import type { Wording } from './wording.ts';

export const MODES = ['off', 'watch', 'nudge'] as const;
export type Mode = (typeof MODES)[number];

/** What looks for numbers, dates and addresses; people and clues have no switch of their own. */
export const DETECTORS = [
  'nhs-number',
  'chi-number',
  'hc-number',
  'ni-number',
  'hospital-number',
  'phone',
  'email',
  'postcode',
  'date',
  'address',
] as const;
export type Detector = (typeof DETECTORS)[number];

const audience = z.enum(AUDIENCES);
const attachments = z.array(z.strictObject({ name: z.string().min(1), type: z.string().min(1) })).default([]);
const sureness = z.strictObject(
  Object.fromEntries(AUDIENCES.map((name) => [name, z.number().gt(0).lt(1)])) as Record<Audience, z.ZodNumber>,
);
const words = z.array(z.string().min(1)).min(1);

/** The file's form. Every object is strict: an unknown key is an error, not a rule that silently never runs. */
export const POLICY_FILE = z.strictObject({
  name: z.string().min(1),
  version: z.coerce.string().min(1),
  /** The file with the words that people see, by its path from this one. */
  wording: z.string().min(1),
  categories: z.strictObject(
    Object.fromEntries(CATEGORIES.map((category) => [category, z.enum(MODES)])) as Record<
      Category,
      z.ZodEnum<{ off: 'off'; watch: 'watch'; nudge: 'nudge' }>
    >,
  ),
  /** How sure the engine must be, from 0 to 1, before it speaks to each audience. */
  thresholds: z.strictObject({ nudge: sureness, agreed: sureness, urgent: sureness }),
  /** Who can read a channel, where its platform says only how many. */
  audiences: z.strictObject({ 'care-team-members': z.number().int().positive() }),
  /** Detectors of this engine that run; the others are off. */
  detectors: z.array(z.enum(DETECTORS)).min(1),
  /** Channels that are never read, by id or name; `*` stands for anything. */
  'excluded-channels': words,
  /** Whether Microsoft Teams itself speaks up as well. */
  'teams-tips': z.enum(TEAMS_TIPS).default('off'),
  numbers: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        pattern: z.string().min(1),
        needs: z.enum(['label', 'said', 'nothing']),
      }),
    )
    .min(1),
  apps: z.strictObject({ approved: words, unapproved: words }),
  nudging: NUDGING,
  quizzes: QUIZZING,
  examples: z.strictObject({
    'must-flag': z
      .array(
        z.strictObject({
          text: z.string().min(1),
          audience,
          attachments,
          expect: z.enum(LEVELS).exclude(['clear']),
          categories: z.array(z.enum(CATEGORIES)).min(1).optional(),
        }),
      )
      .min(1),
    'must-not-flag': z.array(z.strictObject({ text: z.string().min(1), audience, attachments })).min(1),
  }),
});

export type PolicyFile = z.infer<typeof POLICY_FILE>;

export interface Thresholds {
  /** Probability from which a message is flagged by the weights alone, where the rules agree, and from which it is urgent. */
  readonly nudge: Readonly<Record<Audience, number>>;
  readonly agreed: Readonly<Record<Audience, number>>;
  readonly urgent: Readonly<Record<Audience, number>>;
}

export interface Apps {
  readonly approved: readonly string[];
  /** Any of the unapproved names as a word of its own, in lower case. */
  readonly unapproved: RegExp;
}

/** A policy that was read, checked and compiled. */
export interface Policy {
  readonly name: string;
  readonly version: string;
  /** Of the file's text: an edit that kept its version has another. */
  readonly digest: string;
  readonly modes: Readonly<Record<Category, Mode>>;
  readonly thresholds: Thresholds;
  /** A private channel with at most so many members is a care team's. */
  readonly careTeamMembers: number;
  readonly teamsTips: TeamsTips;
  readonly detectors: ReadonlySet<Detector>;
  /** Matches the id or the name, in lower case, of a channel that is never read. */
  readonly excluded: RegExp;
  /** The same as the file has it. */
  readonly excludedChannels: readonly string[];
  readonly numbers: readonly NumberFormat[];
  readonly apps: Apps;
  readonly nudging: Nudging;
  readonly quizzing: Quizzing;
  readonly wording: Wording;
  /** Where they were read from. */
  readonly wordingFile: string;
}
