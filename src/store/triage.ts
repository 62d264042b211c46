import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Audience, Category, Level } from '../policy/types.ts';
import { type Actor, audit } from './audit.ts';
import type { Incident } from './incident.ts';
import type { MessageKey } from './incidents.ts';
import { note } from './outcomes.ts';
import { inScope, type Scope } from './scope.ts';
import type { Database, TriageAction, TriageKind, TriageState, Trx } from './tables.ts';

/** The Guardian's list: what a person should look at, and what they decided. */

export interface Raised extends MessageKey {
  readonly kind: TriageKind;
  readonly incident: string | null;
  readonly link: string | null;
  readonly level: Level;
  readonly categories: readonly Category[];
  readonly audience: Audience;
  readonly readers: number | null;
  /** Pseudonym of who raised it, where they gave their name. */
  readonly reporter: string | null;
  readonly raisedAt: Date;
}

/** Puts something on the list; null where the same was raised of the same message before. */
export async function raise(trx: Trx, { raisedAt, ...item }: Raised): Promise<string | null> {
  const row = await trx
    .insertInto('triage')
    .values({ ...item, categories: [...item.categories], raised_at: raisedAt, clock_started_at: null })
    .onConflict((conflict) => conflict.columns(['tenant', 'platform', 'channel', 'message', 'kind']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return null;
  await log(trx, item.tenant, row.id, { actor: 'quietword', action: 'raised', at: raisedAt });
  return row.id;
}

/** Puts the message of an incident on the list, and says so in its history. */
export async function raiseIncident(
  trx: Trx,
  tenant: string,
  incident: Incident,
  kind: TriageKind,
  raisedAt: Date,
): Promise<void> {
  const { id, platform, channel, message, link, level, categories, audience, readers } = incident;
  const place = { tenant, platform, channel, message, link, level, categories, audience, readers };
  if (await raise(trx, { ...place, kind, incident: id, reporter: null, raisedAt }))
    await note(trx, tenant, id, 'raised', kind);
}

/** Few words of the person who posted, on their challenge of what was seen. Judged before they are handed in here. */
export async function writeOnDisputed(trx: Trx, key: MessageKey, words: string, at: Date): Promise<void> {
  const item = await trx
    .selectFrom('triage')
    .select('id')
    .where('tenant', '=', key.tenant)
    .where('platform', '=', key.platform)
    .where('channel', '=', key.channel)
    .where('message', '=', key.message)
    .where('kind', '=', 'disputed')
    .executeTakeFirstOrThrow();
  await log(trx, key.tenant, item.id, { actor: POSTER, action: 'note', note: words, at });
}

/** Who wrote a note, where it was the person who posted: the Guardian is not told their name. */
export const POSTER = 'poster';

/** The message was put right: what stands on the list about it says so, and stays for a person to close. */
export async function logPutRight(trx: Trx, key: MessageKey, at: Date): Promise<void> {
  const items = await trx
    .selectFrom('triage')
    .select('id')
    .where('tenant', '=', key.tenant)
    .where('platform', '=', key.platform)
    .where('channel', '=', key.channel)
    .where('message', '=', key.message)
    .where('state', 'in', ['new', 'looking', 'breach'])
    .execute();
  for (const { id } of items) await log(trx, key.tenant, id, { actor: 'quietword', action: 'put-right', at });
}

export interface LogEntry {
  readonly at?: Date;
  readonly actor: string;
  readonly action: TriageAction;
  readonly state?: TriageState;
  /** Judged before it is handed in here. */
  readonly note?: string;
}

async function log(trx: Trx, tenant: string, item: string, entry: LogEntry): Promise<void> {
  const { actor, action, state = null, note = null } = entry;
  await trx
    .insertInto('triage_log')
    .values({ tenant, item, actor, action, state, note, ...(entry.at ? { at: entry.at } : {}) })
    .execute();
}

export interface TriageItem {
  readonly tenant: string;
  readonly id: string;
  readonly kind: TriageKind;
  readonly platform: Platform;
  readonly channel: string;
  readonly link: string | null;
  readonly level: Level;
  readonly categories: readonly Category[];
  readonly audience: Audience;
  readonly readers: number | null;
  /** Null where its incident is gone, or there was none. */
  readonly postedAt: Date | null;
  readonly raisedAt: Date;
  readonly state: TriageState;
  readonly clockStartedAt: Date | null;
  /** Who raised it by name: the directory's name of them, or the platform's id where it has none. */
  readonly reporter: string | null;
  readonly putRight: 'edited' | 'deleted' | null;
}

const items = (db: Kysely<Database>, scope: Scope) =>
  db
    .selectFrom('triage as t')
    .leftJoin('people as p', (join) => join.onRef('p.tenant', '=', 't.tenant').onRef('p.id', '=', 't.reporter'))
    .select(['t.tenant', 't.id', 't.kind', 't.platform', 't.channel', 't.link', 't.level', 't.categories'])
    .select(['t.audience', 't.readers', 't.raised_at as raisedAt', 't.state', 't.clock_started_at as clockStartedAt'])
    .select(({ fn }) => fn.coalesce('p.name', 'p.platform_user').as('reporter'))
    .select((row) =>
      row
        .selectFrom('incidents as i')
        .select('i.resolution')
        .whereRef('i.tenant', '=', 't.tenant')
        .whereRef('i.platform', '=', 't.platform')
        .whereRef('i.channel', '=', 't.channel')
        .whereRef('i.message', '=', 't.message')
        .orderBy('i.claimed_at', 'desc')
        .limit(1)
        .as('putRight'),
    )
    .select((row) =>
      row
        .selectFrom('incidents as i')
        .select(({ fn }) => fn.min('i.posted_at').as('postedAt'))
        .whereRef('i.tenant', '=', 't.tenant')
        .whereRef('i.platform', '=', 't.platform')
        .whereRef('i.channel', '=', 't.channel')
        .whereRef('i.message', '=', 't.message')
        .as('postedAt'),
    )
    .where(inScope(scope, 't'));

/** Newest first, from the first of `page` (counted from 0) on; `limit` may look beyond the page. */
export async function listTriage(
  db: Kysely<Database>,
  scope: Scope,
  filter: { readonly open: boolean; readonly page: number; readonly perPage: number; readonly limit: number },
): Promise<TriageItem[]> {
  const done: TriageState[] = ['no-breach', 'closed'];
  return items(db, scope)
    .where('t.state', filter.open ? 'not in' : 'in', done)
    .orderBy('t.raised_at', 'desc')
    .orderBy('t.id')
    .limit(filter.limit)
    .offset(filter.page * filter.perPage)
    .execute();
}

export interface TriageLogEntry {
  readonly at: Date;
  readonly actor: string;
  readonly action: TriageAction;
  readonly state: TriageState | null;
  readonly note: string | null;
}

/** An item with its history, oldest first; undefined where there is none. */
export async function findTriage(
  db: Kysely<Database>,
  scope: Scope,
  id: string,
): Promise<{ item: TriageItem; history: TriageLogEntry[] } | undefined> {
  const item = await items(db, scope).where('t.id', '=', id).executeTakeFirst();
  if (!item) return undefined;
  const history = await db
    .selectFrom('triage_log')
    .select(['at', 'actor', 'action', 'state', 'note'])
    .where('tenant', '=', item.tenant)
    .where('item', '=', id)
    .orderBy('id')
    .execute();
  return { item, history };
}

/** What a person decides: a state, the 72-hour clock, a note. Each goes into the item's log and the audit log with who did it; a note's words only into the first. */
export type Decision =
  | { readonly action: 'state'; readonly state: TriageState }
  | { readonly action: 'clock-started' | 'clock-stopped' }
  | { readonly action: 'note'; readonly note: string };

/** False where it changes nothing (the state is that already, the clock runs already). */
export async function decide(
  db: Kysely<Database>,
  { tenant, id }: { tenant: string; id: string },
  decision: Decision,
  { actor, now }: { actor: Actor; now: Date },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const changed = await apply(trx, tenant, id, decision, now);
    if (!changed) return false;
    await log(trx, tenant, id, { actor: actor.subject, at: now, ...decision });
    const detail = decision.action === 'state' ? decision.state : decision.action;
    await audit(trx, actor, { action: 'triage.decided', subject: `triage:${id}`, detail });
    return true;
  });
}

async function apply(trx: Trx, tenant: string, id: string, decision: Decision, now: Date): Promise<boolean> {
  if (decision.action === 'note') return true;
  const update = trx.updateTable('triage').where('tenant', '=', tenant).where('id', '=', id);
  const { numUpdatedRows } =
    decision.action === 'state'
      ? await update.set({ state: decision.state }).where('state', '<>', decision.state).executeTakeFirstOrThrow()
      : decision.action === 'clock-started'
        ? await update.set({ clock_started_at: now }).where('clock_started_at', 'is', null).executeTakeFirstOrThrow()
        : await update
            .set({ clock_started_at: null })
            .where('clock_started_at', 'is not', null)
            .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** The whole decision log, oldest first, for the export: who decided what about which item, and when. */
export async function exportDecisions(
  db: Kysely<Database>,
  scope: Scope,
): Promise<
  (TriageLogEntry & Pick<TriageItem, 'kind' | 'platform' | 'channel' | 'level' | 'categories'> & { item: string })[]
> {
  return db
    .selectFrom('triage_log as l')
    .innerJoin('triage as t', (join) => join.onRef('t.tenant', '=', 'l.tenant').onRef('t.id', '=', 'l.item'))
    .select(['l.item', 't.kind', 't.platform', 't.channel', 't.level', 't.categories'])
    .select(['l.at', 'l.actor', 'l.action', 'l.state', 'l.note'])
    .where(inScope(scope, 't'))
    .orderBy('l.at')
    .orderBy(sql`l.id`)
    .execute();
}
