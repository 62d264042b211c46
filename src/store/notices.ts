import { type Kysely, sql } from 'kysely';
import type { Platform, Recipient } from '../chat.ts';
import type { Audience, Category, Language, SpanType } from '../policy/types.ts';
import { stillHere } from './staff.ts';
import type { Answered, Database, Delivery, OutcomeKind, Resolution, StoredNoticeKind, Trx } from './tables.ts';

/** By what a notice is found: by its id alone, every month would be looked through. */
export interface NoticeKey {
  readonly tenant: string;
  readonly incident: string;
  readonly notice: string;
}

/** Puts a notice down to be sent; null where one of its kind was put down for the incident before. */
export async function addNotice(
  trx: Trx,
  notice: { tenant: string; incident: string; person: string; kind: StoredNoticeKind },
): Promise<NoticeKey | null> {
  const { tenant, incident, person, kind } = notice;
  const row = await trx
    .insertInto('notices')
    .values({
      tenant,
      incident,
      kind,
      delivery: 'waiting',
      // One more than the notices that the person had: the next wording.
      turn: sql<number>`(select count(*) from notices n join incidents i on i.tenant = n.tenant and i.id = n.incident
        where i.tenant = ${tenant} and i.person = ${person})::integer`,
      via: null,
      ref: null,
      sent_at: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'incident', 'kind']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row ? { tenant, incident, notice: row.id } : null;
}

/** A private word on its way to its reader. */
export interface Notice {
  readonly id: string;
  readonly incident: string;
  readonly kind: StoredNoticeKind;
  readonly turn: number;
  readonly delivery: Delivery;
  readonly attempts: number;
  readonly platform: Platform;
  readonly level: 'nudge' | 'urgent';
  readonly categories: readonly Category[];
  readonly findings: readonly SpanType[];
  /** `left`: what the edit took out. */
  readonly gone: readonly Category[];
  readonly goneFindings: readonly SpanType[];
  readonly audience: Audience;
  readonly readers: number | null;
  readonly guests: number | null;
  readonly answer: Answered | null;
  readonly resolution: Resolution | null;
  readonly postedAt: Date;
  readonly resolvedAt: Date | null;
  /** How many messages it speaks of: those of its burst that are still there in a summary, else one. */
  readonly messages: number;
  readonly language: Language | null;
  /** They no longer work there, as the directory says. */
  readonly left: boolean;
  /** By what an earlier notice of the same message can be replaced. */
  readonly replaces: string | null;
  readonly to: Recipient;
}

/** Reads it and locks it until the transaction ends. Undefined where it was removed by retention. */
export async function findNotice(
  trx: Trx,
  { tenant, incident, notice: id }: NoticeKey,
  now: Date,
): Promise<Notice | undefined> {
  const row = await trx
    .selectFrom('notices as n')
    .innerJoin('incidents as i', (join) => join.onRef('i.tenant', '=', 'n.tenant').onRef('i.id', '=', 'n.incident'))
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'i.tenant').onRef('p.id', '=', 'i.person'))
    .leftJoin('incidents as root', (join) =>
      join.onRef('root.tenant', '=', 'i.tenant').onRef('root.id', '=', 'i.repeat_of'),
    )
    .select(['n.id', 'n.incident', 'n.kind', 'n.turn', 'n.delivery', 'n.attempts', 'i.platform', 'i.level'])
    .select(['i.categories', 'i.findings', 'i.audience', 'i.readers', 'i.guests', 'i.answer', 'i.resolution'])
    .select(['i.posted_at as postedAt', 'i.resolved_at as resolvedAt', 'i.channel', 'i.message', 'i.thread'])
    .select(['p.platform_user as person', 'p.language', 'root.categories as before', 'root.findings as found'])
    .select(sql<boolean>`not ${stillHere(now, 'p')}`.as('left'))
    .select((other) =>
      other
        .selectFrom('notices as earlier')
        .innerJoin('incidents as version', (join) =>
          join.onRef('version.tenant', '=', 'earlier.tenant').onRef('version.id', '=', 'earlier.incident'),
        )
        .select('earlier.ref')
        .whereRef('earlier.tenant', '=', 'n.tenant')
        // Of this incident, or of another version of the same message: found by the message, and not among all notices.
        .whereRef('version.platform', '=', 'i.platform')
        .whereRef('version.channel', '=', 'i.channel')
        .whereRef('version.message', '=', 'i.message')
        .where(sql<boolean>`coalesce(version.repeat_of, version.id) = coalesce(i.repeat_of, i.id)`)
        .where('earlier.ref', 'is not', null)
        // A summary speaks of other messages, and stays.
        .where('earlier.kind', '<>', 'summary')
        .orderBy('earlier.sent_at', 'desc')
        .limit(1)
        .as('replaces'),
    )
    .where('n.tenant', '=', tenant)
    .where('n.incident', '=', incident)
    .where('n.id', '=', id)
    .forUpdate('n')
    .executeTakeFirst();
  if (!row) return undefined;
  const { before, found, channel, message, thread, person, ...notice } = row;
  const { messages, categories, findings } =
    row.kind === 'summary' ? await burstOf(trx, tenant, row.incident) : { messages: 1, ...notice };
  return {
    ...notice,
    messages,
    categories,
    findings,
    gone: (before ?? []).filter((category) => !row.categories.includes(category)),
    goneFindings: (found ?? []).filter((type) => !row.findings.includes(type)),
    to: { tenant, person, channel, message, thread },
  };
}

/** What is still there of the messages that came after the one that was told. */
async function burstOf(trx: Trx, tenant: string, lead: string) {
  const open = await trx
    .selectFrom('incidents')
    .select(['categories', 'findings'])
    .where('tenant', '=', tenant)
    .where('burst_of', '=', lead)
    .where('resolution', 'is', null)
    .execute();
  return {
    messages: open.length,
    categories: [...new Set(open.flatMap(({ categories }) => categories))],
    findings: [...new Set(open.flatMap(({ findings }) => findings))],
  };
}

/** Moves a notice on and, in the same statement, writes the step into the history of its incident. */
export async function setDelivery(
  db: Kysely<Database>,
  tenant: string,
  notice: { readonly id: string; readonly incident: string; readonly kind: StoredNoticeKind },
  change: { delivery: Delivery; attempts?: number; via?: string; ref?: string | null },
  outcome: { kind: OutcomeKind; detail?: string },
): Promise<void> {
  const detail = [...(notice.kind === 'first' ? [] : [notice.kind]), ...(outcome.detail ? [outcome.detail] : [])];
  await db
    .with('moved', (one) =>
      one
        .updateTable('notices')
        .set({ ...change, ...(change.delivery === 'sent' ? { sent_at: new Date() } : {}) })
        .where('tenant', '=', tenant)
        .where('incident', '=', notice.incident)
        .where('id', '=', notice.id),
    )
    .insertInto('outcomes')
    .values({ tenant, incident: notice.incident, kind: outcome.kind, detail: detail.join(':') || null, note: null })
    .execute();
}
