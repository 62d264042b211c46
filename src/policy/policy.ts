/** A policy as data: what an organisation watches for, where, and how. Written in YAML, checked with zod. */
import { z } from 'zod';
import type { NumberFormat } from './detectors/mrn.ts';
import { AUDIENCES, type Audience, CATEGORIES, type Category, LEVELS } from './types.ts';

export const MODES = ['off', 'watch', 'nudge'] as const;
export type Mode = (typeof MODES)[number];

const audience = z.enum(AUDIENCES);
const attachments = z.array(z.strictObject({ name: z.string().min(1), type: z.string().min(1) })).default([]);
const words = z.array(z.string().min(1)).min(1);

/** The file's form. Every object is strict: an unknown key is an error, not a rule that silently never runs. */
export const POLICY_FILE = z.strictObject({
  name: z.string().min(1),
  version: z.coerce.string().min(1),
  categories: z.strictObject(
    Object.fromEntries(CATEGORIES.map((category) => [category, z.enum(MODES)])) as Record<
      Category,
      z.ZodEnum<{ off: 'off'; watch: 'watch'; nudge: 'nudge' }>
    >,
  ),
  thresholds: z.strictObject({
    /** Points of the mosaic that a channel's readers need to tell who it is. */
    mosaic: z.strictObject(
      Object.fromEntries(AUDIENCES.map((name) => [name, z.number().positive()])) as Record<Audience, z.ZodNumber>,
    ),
  }),
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
  readonly mosaic: Readonly<Record<Audience, number>>;
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
  readonly modes: Readonly<Record<Category, Mode>>;
  readonly thresholds: Thresholds;
  readonly numbers: readonly NumberFormat[];
  readonly apps: Apps;
}
