import { publishMonths } from '../../../reporting/publish.ts';
import { type Month, monthsBefore } from '../../../scores/months.ts';
import { MONTHS } from '../../../scores/period.ts';
import { type Practice, practiceOf, sumOf } from '../../../scores/practice.ts';
import type { Published } from '../../../scores/publish.ts';
import type { Db } from '../../../store/database.ts';
import { findPublished, findPublishedMonths } from '../../../store/published.ts';
import type { Organisation } from '../../../store/scores.ts';
import { closedSurveys, type SurveyResult } from '../../../store/surveys.ts';
import { findTeamNames } from '../../../store/team-order.ts';

/** What may be shown of an organisation. */
export interface Shown {
  readonly organisation: Organisation;
  readonly months: readonly Month[];
  /** Month by month, oldest first; of the teams, the least aware. */
  readonly published: readonly (readonly Published[])[];
  readonly practice: Practice;
  /** Surveys that are over, oldest first. */
  readonly surveys: readonly SurveyResult[];
}

/** More teams than a page can be read with are looked up one by one. */
export const MOST_TEAMS = 50;

/** Publishes the months that are over, where nobody has yet, and reads what was published. `only`: of these teams; null: of any. */
export async function figuresFor(
  db: Db,
  organisation: Organisation,
  only: readonly string[] | null,
  now: Date,
): Promise<Shown> {
  const months = monthsBefore(now, MONTHS);
  const names = months.map(({ name }) => name);
  await publishMonths(db, organisation, months);
  const search = { ...organisation, month: names.at(-1) ?? '', query: '', only, offset: 0, limit: MOST_TEAMS };
  const teams = await findTeamNames(db, search);
  const [figures, happened, surveys] = await Promise.all([
    findPublished(db, organisation, names, { names: teams, byTopic: false }),
    findPublishedMonths(db, organisation, names),
    closedSurveys(db, organisation.tenant, now),
  ]);
  return {
    organisation,
    months,
    published: names.map((name) => figures.get(name) ?? []),
    practice: practiceOf(sumOf(names.flatMap((name) => happened.get(name) ?? []))),
    surveys,
  };
}
