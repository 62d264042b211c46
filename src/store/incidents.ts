import { type Insertable, sql } from 'kysely';
import type { DeletedMessage, Platform, PostedMessage } from '../chat.ts';
import type { Category, SpanType, Verdict } from '../policy/types.ts';
import { addNotice, type NoticeKey } from './notices.ts';
import { note } from './outcomes.ts';
import { findPast, type Past } from './past.ts';
import { personOf } from './people.ts';
import { noteChannels } from './seen-channels.ts';
import type { Database, Held, Trx } from './tables.ts';

/** A flagged message from its claim on. No function here is ever given text, but for its length. */

/** Where a message stands, whatever its version. */
export interface MessageKey {
  readonly platform: Platform;
  readonly tenant: string;
  readonly channel: string;
  readonly message: string;
}

export const keyOf = (message: PostedMessage | DeletedMessage): MessageKey => ({
  platform: message.platform,
  tenant: message.tenant,
  channel: message.type === 'posted' ? message.channel.id : message.channelId,
  message: message.id,
});

interface Flag {
  readonly level: 'nudge' | 'urgent';
  readonly categories: readonly Category[];
  readonly findings: readonly SpanType[];
  readonly mode: 'watch' | 'nudge';
  readonly channel: string;
  readonly thread: string | null;
  readonly characters: number;
}

export interface Claim {
  readonly message: PostedMessage;
  readonly verdict: Verdict & { readonly level: 'nudge' | 'urgent' };
  readonly policy: { readonly name: string; readonly version: string };
  readonly now: Date;
  /** Start of the day that the budget counts. */
  readonly dayStart: Date;
  /** This person's flagged messages are looked back at from here, or from the start of the day. */
  readonly lookBackTo: Date;
  /** Decides, from what the poster was told before, whether a notice goes out. */
  readonly plan: (
    flag: Flag,
    known: { earlier: Past | undefined; recent: readonly Past[]; now: Date; dayStart: Date },
  ) => { notice: 'first' | 'left' | null; held: Held | null; repeatOf: string | null; burstOf: string | null };
}

export interface Claimed {
  readonly id: string;
  readonly held: Held | null;
  /** The incident of an earlier version of the message, which shows as much. */
  readonly repeatOf: string | null;
  /** The notice that is to go out now. */
  readonly notice: NoticeKey | null;
  readonly kind: 'first' | 'left' | null;
  /** The notice that is to sum up a burst, where this message is the first of it after the one that was told. */
  readonly summary: { readonly notice: NoticeKey; readonly since: Date } | null;
}

/** Stores the incident; null where this version of the message was claimed before. */
export async function claim(trx: Trx, claim: Claim): Promise<Claimed | null> {
  const { message, verdict, policy, now, dayStart } = claim;
  const { tenant, platform, channel } = message;
  const person = await personOf(trx, { tenant, platform, user: message.author }, message.language);
  const { audience, readers } = channel;
  await noteChannels(trx, [{ tenant, platform, id: channel.id, audience, readers }]);
  const flag: Flag = {
    level: verdict.level,
    categories: verdict.categories,
    findings: [...new Set(verdict.findings.map(({ type }): SpanType => type))],
    mode: verdict.mode,
    channel: channel.id,
    thread: message.thread,
    characters: message.text.length,
  };
  const key = keyOf(message);
  const since = claim.lookBackTo < dayStart ? claim.lookBackTo : dayStart;
  const { earlier, recent } = await findPast(trx, key, person, since);
  const { notice, held, repeatOf, burstOf } = claim.plan(flag, { earlier, recent, now, dayStart });
  const id = await store(
    trx,
    { ...key, version: message.version },
    {
      thread: message.thread,
      person,
      level: flag.level,
      mode: flag.mode,
      categories: [...flag.categories],
      findings: [...flag.findings],
      reasons: [...verdict.reasons],
      audience,
      readers,
      guests: channel.guests,
      characters: flag.characters,
      policy: policy.name,
      policy_version: policy.version,
      link: message.link,
      posted_at: message.postedAt,
      claimed_at: now,
      repeat_of: repeatOf,
      burst_of: burstOf,
      held,
    },
  );
  if (id === null) return null;
  if (held !== null) await note(trx, tenant, id, 'held', held);
  const burstSince = recent.find((other) => other.id === burstOf)?.at;
  const summary =
    burstOf && burstSince ? await addNotice(trx, { tenant, incident: burstOf, person, kind: 'summary' }) : null;
  return {
    id,
    held,
    repeatOf,
    kind: notice,
    notice: notice && (await addNotice(trx, { tenant, incident: id, person, kind: notice })),
    summary: summary && burstSince ? { notice: summary, since: burstSince } : null,
  };
}

type Details = Omit<Insertable<Database['incidents']>, keyof MessageKey | 'version' | 'id'> & {
  readonly claimed_at: Date;
};

/**
 * The claim itself, its incident and the first step of its history, in one statement: the id, or null where this version of the
 * message has been claimed.
 */
async function store(trx: Trx, version: MessageKey & { version: string }, details: Details): Promise<string | null> {
  // The id begins with the moment, by which the table is cut into months.
  const values = { ...version, ...details, id: sql<string>`moment_id(${details.claimed_at})` };
  const columns = Object.keys(values) as (keyof typeof values)[];
  const row = await trx
    .with('first', (one) =>
      one
        .insertInto('claims')
        .values({ ...version, claimed_at: details.claimed_at })
        .onConflict((conflict) => conflict.doNothing())
        .returning('version'),
    )
    .with('stored', (one) =>
      one
        .insertInto('incidents')
        .columns(columns)
        .expression(sql`select ${sql.join(columns.map((column) => values[column]))} from first`)
        .returning(['tenant', 'id']),
    )
    .insertInto('outcomes')
    .columns(['tenant', 'incident', 'kind'])
    .expression((from) => from.selectFrom('stored').select(['tenant', 'id', sql<'claimed'>`'claimed'`.as('kind')]))
    .returning('incident')
    .executeTakeFirst();
  return row?.incident ?? null;
}
