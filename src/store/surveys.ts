import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import type { Db } from './database.ts';
import type { Delivery, Trx } from './tables.ts';

/** How long an opening takes answers: whoever is on leave for a fortnight can take part. */
const OPEN_DAYS = 28;
const DAY_MS = 86_400_000;

export interface Survey {
  readonly openedAt: Date;
  readonly closesAt: Date;
}

/** The survey that is open at this slot, opened now where `weeks` have gone by since the last; undefined where there is none. */
export async function surveyAt(
  trx: Trx,
  { tenant, slot, weeks }: { tenant: string; slot: Date; weeks: number },
): Promise<Survey | undefined> {
  if (weeks === 0) return undefined;
  const last = await latestSurvey(trx, tenant);
  // A day less: the clocks change in between.
  const due = last ? last.openedAt.getTime() + (7 * weeks - 1) * DAY_MS : 0;
  if (last && slot.getTime() < due) return slot < last.closesAt ? last : undefined;
  const closesAt = new Date(slot.getTime() + OPEN_DAYS * DAY_MS);
  await trx
    .insertInto('surveys')
    .values({ tenant, opened_at: slot, closes_at: closesAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { openedAt: slot, closesAt };
}

async function latestSurvey(trx: Trx, tenant: string): Promise<Survey | undefined> {
  return trx
    .selectFrom('surveys')
    .select(['opened_at as openedAt', 'closes_at as closesAt'])
    .where('tenant', '=', tenant)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Of these people, those who were not asked yet in this survey: one that was put off before it was shown counts for nothing. */
export async function notYetSurveyed(
  trx: Trx,
  { tenant, people, survey }: { tenant: string; people: readonly string[]; survey: Survey },
): Promise<string[]> {
  const rows = await trx
    .selectFrom('quiz_rounds')
    .select('person')
    .where('tenant', '=', tenant)
    .where('person', '=', sql<string>`any(${[...people]}::uuid[])`)
    .where('kind', '=', 'survey')
    .where('slot', '>=', survey.openedAt)
    .where('delivery', '<>', 'held')
    .execute();
  const asked = new Set(rows.map(({ person }) => person));
  return people.filter((person) => !asked.has(person));
}

/** Puts down that these people are to be asked; who has a round that is open gets no second. */
export async function addSurveyRounds(trx: Trx, tenant: string, slot: Date, people: readonly string[]): Promise<void> {
  if (people.length === 0) return;
  await sql`insert into quiz_rounds (tenant, person, slot, kind, questions, not_before)
    select ${tenant}, person, ${slot}::timestamptz, 'survey', 3, ${slot}::timestamptz
    from unnest(${[...people]}::uuid[]) as person on conflict do nothing`.execute(trx);
}

/** Whose the round is that a button carries, and until when it can be answered. */
export interface SurveyRound {
  readonly id: string;
  readonly person: string;
  readonly platform: Platform;
  /** The platform's id of the person. */
  readonly user: string;
  readonly language: Language | null;
  readonly openedAt: Date;
  readonly closesAt: Date;
  readonly tookPart: boolean;
}

export async function findSurveyRound(db: Db, tenant: string, id: string): Promise<SurveyRound | undefined> {
  return db
    .selectFrom('quiz_rounds as r')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'r.tenant').onRef('p.id', '=', 'r.person'))
    .innerJoin('surveys as s', (join) =>
      join.onRef('s.tenant', '=', 'r.tenant').onRef('s.opened_at', '<=', 'r.slot').onRef('s.closes_at', '>', 'r.slot'),
    )
    .select(['r.id', 'r.person', 'p.platform', 'p.platform_user as user', 'p.language'])
    .select(['s.opened_at as openedAt', 's.closes_at as closesAt'])
    .select(sql<boolean>`r.took_part_on is not null`.as('tookPart'))
    .where('r.tenant', '=', tenant)
    .where('r.id', '=', id)
    .where('r.kind', '=', 'survey')
    .orderBy('s.opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Ends the round, by the day alone; true where they had not taken part before. `took`: they answered, rather than declined. */
export async function endSurveyRound(
  db: Db,
  tenant: string,
  id: string,
  { took, day }: { took: boolean; day: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('quiz_rounds')
    .set({
      ...(took ? { took_part_on: day } : {}),
      ref: null,
      delivery: sql<Delivery>`case delivery when 'waiting' then 'held' else delivery end`,
      closed_at: sql<Date>`coalesce(closed_at, ${day}::date)`,
    })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('took_part_on', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export interface SurveyResult extends Survey {
  readonly counts: readonly { readonly question: string; readonly option: string; readonly people: number }[];
}

/** Surveys that are over, oldest first, with how many chose what. What is still open is not counted out. */
export async function closedSurveys(db: Db, tenant: string, now: Date): Promise<SurveyResult[]> {
  const surveys = await db
    .selectFrom('surveys')
    .select(['opened_at as openedAt', 'closes_at as closesAt'])
    .where('tenant', '=', tenant)
    .where('closes_at', '<=', now)
    .orderBy('opened_at')
    .execute();
  const counts = await db
    .selectFrom('survey_counts')
    .select(['opened_at as openedAt', 'question', 'option', 'people'])
    .where('tenant', '=', tenant)
    .execute();
  return surveys.map((survey) => ({
    ...survey,
    counts: counts.filter(({ openedAt }) => openedAt.getTime() === survey.openedAt.getTime()),
  }));
}
