/** When questions are put to people, how many, and when they are left alone: the policy's `quizzes`. */
import { z } from 'zod';
import { atLeast, clock, DAYS } from './nudging.ts';

const YEAR_DAYS = 365;

export const QUIZZING = z.strictObject({
  on: z.boolean(),
  /** The weekly slot, by the clock of nudging's time-zone. */
  day: z.enum(DAYS),
  time: clock,
  /** Teams with a slot of their own, each named as the directory names it. */
  'team-slots': z
    .array(z.strictObject({ team: z.string().trim().min(1), day: z.enum(DAYS), time: clock }))
    .refine((slots) => new Set(slots.map(({ team }) => team)).size === slots.length, {
      error: 'must name each team once',
    })
    .default([]),
  /** At most, a person and slot: what is promised as "about 40 seconds". */
  questions: atLeast(1, 2),
  /** Somebody is asked within so many minutes of a post of theirs, in the time that nudging leaves free. */
  'active-minutes': atLeast(2, 24 * 60),
  /** Whoever was not seen posting for so many hours after the slot is asked in the hours that they usually work. */
  'reach-after-hours': atLeast(1, 7 * 24),
  /** Those hours, of people who only read: nobody has seen when they work. By the clock of where they are. */
  'reading-hours': z.strictObject({ from: clock, to: clock }).refine(({ from, to }) => from < to, {
    error: 'must start before it ends',
  }),
  /** Whoever posted nothing for so many days, and is in no directory, is not asked. */
  'active-days': atLeast(1, YEAR_DAYS),
  /** Nobody is asked so soon after a message of theirs was flagged. */
  'after-incident-minutes': atLeast(0, 7 * 24 * 60),
  /** Not answered for so long: reminded, once. */
  'reminder-hours': atLeast(1, 7 * 24),
  'snooze-hours': atLeast(1, 7 * 24),
  'pause-days': atLeast(1, YEAR_DAYS),
  /** What share is to be remembered when a topic comes up again, and after how many days it does at the latest. */
  retention: z.number().min(0.7).max(0.97),
  'longest-days': atLeast(7, YEAR_DAYS),
  /** The anonymous survey takes the place of the questions so many weeks after the last one; 0: never. */
  'survey-weeks': z.union([z.literal(0), atLeast(8, 52)]),
});
export type Quizzing = z.infer<typeof QUIZZING>;
