import type { Language } from '../../../policy/types.ts';

/** What is kept of one person, as they see it themselves. */
export interface Own {
  /** That they chose, or English. */
  readonly language: Language;
  /** Messages of this month that they had a quiet word about, and how many of these they put right. */
  readonly month: { readonly told: number; readonly putRight: number };
  /** The same of the last 90 days; `early`: within minutes. `raised`: near misses of their own. */
  readonly lately: {
    readonly told: number;
    readonly putRight: number;
    readonly early: number;
    readonly raised: number;
  };
  /** Weeks in a row. */
  readonly streak: number;
  /** A question was put to them, and waits. */
  readonly waiting: boolean;
  /** Null where no pause runs. */
  readonly pausedUntil: Date | null;
  /** How long a pause lasts. */
  readonly pauseDays: number;
  /** `HH:MM` on the wall. */
  readonly quietHours: { readonly from: string; readonly to: string } | null;
  /** Where all that is kept of them can be read, where people sign in. */
  readonly page: string | null;
}

export type OwnChoice =
  | { readonly pause: boolean }
  | { readonly quietHours: { readonly from: string | null; readonly to: string | null } };

export type ChoiceFault = 'no-start' | 'no-end' | 'same';

/** By the platform's id of the person. Both reject where the database can't be asked. */
export interface OwnDesk {
  read(tenant: string, person: string): Promise<Own>;
  /** Resolves once it is stored, or to what is wrong with it: nothing is stored then. */
  choose(
    tenant: string,
    person: string,
    choice: OwnChoice,
  ): Promise<{ readonly at: 'from' | 'to'; readonly what: ChoiceFault } | undefined>;
}
