/** Longer than most files: all that is asked and kept of a refresher itself; its readers have files of their own. */
import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Category } from '../policy/types.ts';
import type { Database, RefresherAudience, RefresherQuestion, RefresherState, Saying, Trx } from './tables.ts';

type Alt = { readonly en: string; readonly cy: string | null };

/** A refresher as it is kept. */
export interface Refresher {
  readonly tenant: string;
  readonly id: string;
  readonly platform: Platform;
  readonly said: Saying;
  readonly topic: string;
  readonly picture: string | null;
  readonly alt: Alt | null;
  readonly question: RefresherQuestion | null;
  readonly acknowledge: boolean;
  readonly audience: RefresherAudience;
  readonly category: Category | null;
  readonly campaign: string | null;
  readonly state: RefresherState;
  readonly sendAt: Date | null;
  readonly author: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly chosenAt: Date | null;
  readonly endedAt: Date | null;
}

/** What its trainer may change while it is a draft. */
export type RefresherContent = Pick<
  Refresher,
  'said' | 'topic' | 'picture' | 'alt' | 'question' | 'acknowledge' | 'audience' | 'category' | 'campaign'
>;

const COLUMNS = [
  'tenant',
  'id',
  'platform',
  'said',
  'topic',
  'picture',
  'alt',
  'question',
  'acknowledge',
  'audience',
  'category',
  'campaign',
  'state',
  'send_at as sendAt',
  'author',
  'created_at as createdAt',
  'started_at as startedAt',
  'chosen_at as chosenAt',
  'ended_at as endedAt',
] as const;

const row = ({ said, alt, question, audience, ...rest }: RefresherContent) => ({
  ...rest,
  said: JSON.stringify(said),
  alt: alt && JSON.stringify(alt),
  question: question && JSON.stringify(question),
  audience: JSON.stringify(audience),
});

/** Keeps a draft and gives its id. */
export async function addRefresher(
  db: Kysely<Database>,
  of: { tenant: string; platform: Platform; author: string },
  content: RefresherContent,
): Promise<string> {
  const empty = {
    send_at: null,
    started_at: null,
    claimed_at: null,
    chosen_after: null,
    chosen_at: null,
    ended_at: null,
  };
  const { id } = await db
    .insertInto('refreshers')
    .values({ ...of, ...row(content), ...empty })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** False where it is no draft any more. */
export async function changeRefresher(
  db: Kysely<Database>,
  { tenant, id }: { tenant: string; id: string },
  content: RefresherContent,
): Promise<boolean> {
  const changed = await db
    .updateTable('refreshers')
    .set({ ...row(content), updated_at: new Date() })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

export async function findRefresher(db: Kysely<Database>, tenant: string, id: string): Promise<Refresher | undefined> {
  return db
    .selectFrom('refreshers')
    .select(COLUMNS)
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Whose rows somebody may see. `tenants` null: of every organisation that is served. */
export interface Reach {
  readonly platforms: readonly Platform[];
  readonly tenants: readonly string[] | null;
}

/** By its id, among those that somebody may see. */
export async function findRefresherIn(
  db: Kysely<Database>,
  { platforms, tenants }: Reach,
  id: string,
): Promise<Refresher | undefined> {
  if (platforms.length === 0 || tenants?.length === 0) return undefined;
  return db
    .selectFrom('refreshers')
    .select(COLUMNS)
    .where('platform', 'in', [...platforms])
    .$if(tenants !== null, (query) => query.where('tenant', 'in', [...(tenants ?? [])]))
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The newest first. */
export async function listRefreshers(
  db: Kysely<Database>,
  { platforms, tenants }: Reach,
  only: { states?: readonly RefresherState[]; campaign?: string; most?: number } = {},
): Promise<Refresher[]> {
  if (platforms.length === 0 || tenants?.length === 0) return [];
  return db
    .selectFrom('refreshers')
    .select(COLUMNS)
    .where('platform', 'in', [...platforms])
    .$if(tenants !== null, (query) => query.where('tenant', 'in', [...(tenants ?? [])]))
    .$if(only.states !== undefined, (query) => query.where('state', 'in', [...(only.states ?? [])]))
    .$if(only.campaign !== undefined, (query) => query.where('campaign', '=', only.campaign as string))
    .orderBy('created_at', 'desc')
    .limit(only.most ?? 200)
    .execute();
}

/** Those that are on offer after an incident of one of these kinds, the newest first. */
export async function refreshersOffered(
  db: Kysely<Database>,
  { tenant, platform }: { tenant: string; platform: Platform },
  categories: readonly Category[],
): Promise<Refresher[]> {
  if (categories.length === 0) return [];
  return db
    .selectFrom('refreshers')
    .select(COLUMNS)
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('state', '=', 'sending')
    .where('category', 'in', [...categories])
    .orderBy('started_at', 'desc')
    .execute();
}

/** From a draft on its way, at this time; one that is offered is on offer from now on. False where it is no draft. */
export async function scheduleRefresher(
  trx: Trx,
  { tenant, id, sendAt, now }: { tenant: string; id: string; sendAt: Date; now: Date },
): Promise<boolean> {
  const draft = () =>
    trx.updateTable('refreshers').where('tenant', '=', tenant).where('id', '=', id).where('state', '=', 'draft');
  const offered = await draft()
    .set({ state: 'sending', send_at: now, started_at: now, chosen_at: now, updated_at: now })
    .where('category', 'is not', null)
    .executeTakeFirst();
  if (offered.numUpdatedRows > 0n) return true;
  const sent = await draft().set({ state: 'scheduled', send_at: sendAt, updated_at: now }).executeTakeFirst();
  return sent.numUpdatedRows > 0n;
}

/** Back to a draft, which can be changed; false where it is not waiting any more. */
export async function unscheduleRefresher(db: Kysely<Database>, tenant: string, id: string): Promise<boolean> {
  const changed = await db
    .updateTable('refreshers')
    .set({ state: 'draft', send_at: null })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', 'scheduled')
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
}

/** What is not handed over by now never is. False where there is nothing to stop. */
export async function cancelRefresher(trx: Trx, tenant: string, id: string, now: Date): Promise<boolean> {
  const changed = await trx
    .updateTable('refreshers')
    .set({ state: 'cancelled', ended_at: now })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', 'in', ['draft', 'scheduled', 'sending'])
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) return false;
  await trx
    .updateTable('refresher_recipients')
    .set({ delivery: 'held', reason: 'cancelled' })
    .where('tenant', '=', tenant)
    .where('refresher', '=', id)
    .where('delivery', 'in', ['waiting', 'offered'])
    .execute();
  return true;
}

/** Whoever couldn't be reached is written to again, and nobody else. Gives how many they are. */
export async function resendToFailed(trx: Trx, tenant: string, id: string, now: Date): Promise<number> {
  const again = await trx
    .updateTable('refreshers')
    // The days after which nothing more is sent count anew.
    .set({
      state: 'sending',
      ended_at: null,
      chosen_at: sql<Date | null>`case when chosen_at is null then null else ${now}::timestamptz end`,
    })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', 'in', ['sending', 'done'])
    .where('category', 'is', null)
    .executeTakeFirst();
  if (again.numUpdatedRows === 0n) return 0;
  const failed = await trx
    .updateTable('refresher_recipients')
    .set({ delivery: 'waiting', reason: null, queued_at: null })
    .where('tenant', '=', tenant)
    .where('refresher', '=', id)
    .where('delivery', '=', 'unreachable')
    .where('is_test', '=', false)
    .executeTakeFirst();
  return Number(failed.numUpdatedRows);
}

/** A new draft with the same content, outside any campaign; undefined where there is none to copy. */
export async function duplicateRefresher(
  db: Kysely<Database>,
  { tenant, id, author }: { tenant: string; id: string; author: string },
): Promise<string | undefined> {
  const refresher = await findRefresher(db, tenant, id);
  if (!refresher) return undefined;
  const { platform, said, topic, picture, alt, question, acknowledge, audience, category } = refresher;
  const content = { said, topic, picture, alt, question, acknowledge, audience, category, campaign: null };
  return addRefresher(db, { tenant, platform, author }, content);
}
