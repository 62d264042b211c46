import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import type { Db } from './database.ts';
import type { Delivery, Trx } from './tables.ts';

/** Which report to which manager: once for each month. */
export interface ReportKey {
  readonly tenant: string;
  readonly person: string;
  /** `2026-10`. */
  readonly month: string;
}

/** Puts down the reports of a page of managers, who have not left, and gives those that nobody had put down. `last`: after whom it goes on. */
export async function addReports(
  trx: Trx,
  page: { tenant: string; month: string; today: string; after: string | null; most: number },
): Promise<{ people: string[]; last: string | undefined }> {
  const { tenant, month } = page;
  const managers = await trx
    .selectFrom('team_managers as m')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'm.tenant').onRef('p.id', '=', 'm.person'))
    .select('m.person')
    .distinct()
    .where('m.tenant', '=', tenant)
    .where(sql<boolean>`(p.left_on is null or p.left_on > ${page.today})`)
    .$if(page.after !== null, (query) => query.where('m.person', '>', page.after as string))
    .orderBy('m.person')
    .limit(page.most)
    .execute();
  if (managers.length === 0) return { people: [], last: undefined };
  const rows = await trx
    .insertInto('manager_reports')
    .values(managers.map(({ person }) => ({ tenant, person, month, via: null, sent_at: null })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('person')
    .execute();
  return { people: rows.map(({ person }) => person), last: managers.at(-1)?.person };
}

export interface Report {
  readonly delivery: Delivery;
  readonly attempts: number;
  readonly platform: Platform;
  /** The platform's id of the manager. */
  readonly user: string;
  readonly language: Language | null;
  readonly awayUntil: Date | null;
  readonly teams: readonly string[];
}

/** Reads it and locks it until the transaction ends. */
export async function findReport(trx: Trx, { tenant, person, month }: ReportKey): Promise<Report | undefined> {
  return trx
    .selectFrom('manager_reports as r')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'r.tenant').onRef('p.id', '=', 'r.person'))
    .select([
      'r.delivery',
      'r.attempts',
      'p.platform',
      'p.platform_user as user',
      'p.language',
      'p.away_until as awayUntil',
    ])
    .select(
      sql<string[]>`array(select distinct m.team from team_managers m where m.tenant = r.tenant and m.person = r.person
        order by m.team)`.as('teams'),
    )
    .where('r.tenant', '=', tenant)
    .where('r.person', '=', person)
    .where('r.month', '=', month)
    .forUpdate('r')
    .executeTakeFirst();
}

export async function setReport(
  db: Db | Trx,
  { tenant, person, month }: ReportKey,
  change: { delivery: Delivery; attempts?: number; via?: string; sent_at?: Date },
): Promise<void> {
  await db
    .updateTable('manager_reports')
    .set(change)
    .where('tenant', '=', tenant)
    .where('person', '=', person)
    .where('month', '=', month)
    .execute();
}
