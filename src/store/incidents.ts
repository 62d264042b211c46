import { sql } from 'kysely';
import type { DeletedMessage, Platform, PostedMessage } from '../chat.ts';
import type { Category, SpanType, Verdict } from '../policy/types.ts';
import { addNotice } from './notices.ts';
import { note } from './outcomes.ts';
import { personOf } from './people.ts';
import type { Answered, Held, Trx } from './tables.ts';

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

/** Something of a person's that was flagged before. */
interface Past {
  readonly id: string;
  readonly at: Date;
  readonly level: 'nudge' | 'urgent';
  readonly categories: readonly Category[];
  readonly findings: readonly SpanType[];
  readonly channel: string;
  readonly thread: string | null;
  readonly characters: number;
  readonly told: boolean;
  readonly answer: Answered | null;
}

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
  readonly notice: string | null;
  readonly kind: 'first' | 'left' | null;
  /** The notice that is to sum up a burst, where this message is the first of it after the one that was told. */
  readonly summary: { readonly notice: string; readonly since: Date } | null;
}

/** Stores the incident; null where this version of the message was claimed before. */
export async function claim(trx: Trx, claim: Claim): Promise<Claimed | null> {
  const { message, verdict, policy, now, dayStart } = claim;
  const { tenant, platform, channel } = message;
  const person = await personOf(trx, { tenant, platform, user: message.author }, message.language);
  await noteChannel(trx, message);
  const flag: Flag = {
    level: verdict.level,
    categories: verdict.categories,
    findings: [...new Set(verdict.findings.map(({ type }): SpanType => type))],
    mode: verdict.mode,
    channel: channel.id,
    thread: message.thread,
    characters: message.text.length,
  };
  const past = await findPast(trx, tenant, person, claim.lookBackTo < dayStart ? claim.lookBackTo : dayStart);
  const earlier = await findEarlier(trx, keyOf(message));
  const recent = past.filter(({ message: other }) => other !== message.id);
  const { notice, held, repeatOf, burstOf } = claim.plan(flag, { earlier, recent, now, dayStart });
  const version = { ...keyOf(message), version: message.version };
  if (!(await isFirst(trx, version, now))) return null;
  const row = await trx
    .insertInto('incidents')
    .values({
      ...version,
      // Begins with the moment, by which the table is cut into months.
      id: sql<string>`moment_id(${now})`,
      thread: message.thread,
      person,
      level: flag.level,
      mode: flag.mode,
      categories: [...flag.categories],
      findings: [...flag.findings],
      reasons: [...verdict.reasons],
      audience: channel.audience,
      readers: channel.readers,
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
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await note(trx, tenant, row.id, 'claimed');
  if (held !== null) await note(trx, tenant, row.id, 'held', held);
  const since = recent.find(({ id }) => id === burstOf)?.at;
  const summary =
    burstOf && since ? await addNotice(trx, { tenant, incident: burstOf, person, kind: 'summary' }) : null;
  return {
    id: row.id,
    held,
    repeatOf,
    kind: notice,
    notice: notice && (await addNotice(trx, { tenant, incident: row.id, person, kind: notice })),
    summary: summary && since ? { notice: summary, since } : null,
  };
}

/** The claim itself: false where this version of the message has been claimed. */
async function isFirst(trx: Trx, version: MessageKey & { version: string }, now: Date): Promise<boolean> {
  const row = await trx
    .insertInto('claims')
    .values({ ...version, claimed_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst();
  return row !== undefined;
}

const PAST = [
  'i.id',
  'i.claimed_at as at',
  'i.level',
  'i.categories',
  'i.findings',
  'i.channel',
  'i.thread',
  'i.characters',
  'i.answer',
  'i.message',
] as const;

const isTold = sql<boolean>`exists (select from notices n where n.tenant = i.tenant
  and n.incident in (i.id, i.repeat_of) and n.kind in ('first', 'left') and n.delivery <> 'held')`;

/** A burst longer than this is only remembered by its latest. */
const MOST_PAST = 300;

function findPast(trx: Trx, tenant: string, person: string, since: Date): Promise<(Past & { message: string })[]> {
  return trx
    .selectFrom('incidents as i')
    .select([...PAST, isTold.as('told')])
    .where('i.tenant', '=', tenant)
    .where('i.person', '=', person)
    .where('i.claimed_at', '>=', since)
    .orderBy('i.claimed_at', 'desc')
    .limit(MOST_PAST)
    .execute();
}

/** The version of this message that was recorded last, under the id of the incident that it goes on from. */
async function findEarlier(trx: Trx, key: MessageKey): Promise<Past | undefined> {
  return trx
    .selectFrom('incidents as i')
    .select([...PAST, isTold.as('told')])
    .select(sql<string>`coalesce(i.repeat_of, i.id)`.as('id'))
    .where('i.tenant', '=', key.tenant)
    .where('i.platform', '=', key.platform)
    .where('i.channel', '=', key.channel)
    .where('i.message', '=', key.message)
    .orderBy('i.claimed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function noteChannel(trx: Trx, { tenant, platform, channel }: PostedMessage): Promise<void> {
  const seen = { audience: channel.audience, readers: channel.readers, updated_at: new Date() };
  await trx
    .insertInto('channels')
    .values({ tenant, platform, id: channel.id, ...seen })
    .onConflict((conflict) => conflict.columns(['tenant', 'platform', 'id']).doUpdateSet(seen))
    .execute();
}
