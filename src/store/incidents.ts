import type { Transaction } from 'kysely';
import type { PostedMessage, Recipient } from '../chat.ts';
import type { Category, SpanType, Verdict } from '../policy/types.ts';
import type { Db } from './database.ts';
import type { Database, Delivery, OutcomeKind } from './tables.ts';

/** What happens to an incident from its claim to its end. No function here is ever given text. */

type Trx = Transaction<Database>;

/** Where a message stands, whatever its version. */
export interface MessageKey {
  readonly platform: PostedMessage['platform'];
  readonly tenant: string;
  readonly channel: string;
  readonly message: string;
}

export const keyOf = (message: PostedMessage): MessageKey => ({
  platform: message.platform,
  tenant: message.tenant,
  channel: message.channel.id,
  message: message.id,
});

/** What the poster was already told of this message. */
export interface Earlier {
  readonly id: string;
  readonly level: 'nudge' | 'urgent';
  readonly categories: readonly Category[];
}

/** The latest notice-worthy version of the message, or undefined. */
async function findEarlier(trx: Trx, key: MessageKey): Promise<Earlier | undefined> {
  return trx
    .selectFrom('incidents')
    .select(['id', 'level', 'categories'])
    .where('tenant', '=', key.tenant)
    .where('platform', '=', key.platform)
    .where('channel', '=', key.channel)
    .where('message', '=', key.message)
    .where('repeat_of', 'is', null)
    .orderBy('claimed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export interface Claim {
  readonly message: PostedMessage;
  readonly verdict: Verdict & { readonly level: 'nudge' | 'urgent' };
  readonly policy: { readonly name: string; readonly version: string };
  /** Decides, from what the poster was told of this message before, whether a notice goes out. */
  readonly plan: (
    verdict: Verdict,
    earlier: Earlier | undefined,
  ) => { delivery: Extract<Delivery, 'waiting' | 'held'>; repeatOf: string | null };
}

/** Stores the incident; null where this version of the message was claimed before. */
export async function claim(
  trx: Trx,
  { message, verdict, policy, plan }: Claim,
): Promise<{ id: string; delivery: Delivery } | null> {
  // The row of the person stays locked until the end: a post and its edit that come at once wait for each other.
  const person = await personOf(trx, message);
  await noteChannel(trx, message);
  const { delivery, repeatOf } = plan(verdict, await findEarlier(trx, keyOf(message)));
  const row = await trx
    .insertInto('incidents')
    .values({
      tenant: message.tenant,
      platform: message.platform,
      channel: message.channel.id,
      message: message.id,
      version: message.version,
      thread: message.thread,
      person,
      level: verdict.level,
      mode: verdict.mode,
      categories: [...verdict.categories],
      findings: [...new Set(verdict.findings.map((finding): SpanType => finding.type))],
      reasons: [...verdict.reasons],
      audience: message.channel.audience,
      readers: message.channel.readers,
      policy: policy.name,
      policy_version: policy.version,
      link: message.link,
      posted_at: message.postedAt,
      repeat_of: repeatOf,
      delivery,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'platform', 'channel', 'message', 'version']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return null;
  await note(trx, message.tenant, row.id, 'claimed');
  if (delivery === 'held') await note(trx, message.tenant, row.id, 'held', repeatOf ? 'repeat' : 'watch');
  return { id: row.id, delivery };
}

/** The message was edited into a clear one, or deleted: closes what was open. Gives how many that were. */
export async function resolve(db: Db, key: MessageKey, how: 'edited' | 'deleted'): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const closed = await trx
      .updateTable('incidents')
      .set({ resolution: how, resolved_at: new Date() })
      .where('tenant', '=', key.tenant)
      .where('platform', '=', key.platform)
      .where('channel', '=', key.channel)
      .where('message', '=', key.message)
      .where('resolution', 'is', null)
      .returning('id')
      .execute();
    for (const { id } of closed) await note(trx, key.tenant, id, how);
    return closed.length;
  });
}

/** An incident on its way to its poster. */
export interface Notice {
  readonly id: string;
  readonly platform: PostedMessage['platform'];
  readonly level: 'nudge' | 'urgent';
  readonly categories: readonly Category[];
  readonly findings: readonly SpanType[];
  readonly audience: PostedMessage['channel']['audience'];
  readonly readers: number | null;
  readonly delivery: Delivery;
  readonly attempts: number;
  readonly resolution: 'edited' | 'deleted' | null;
  readonly to: Recipient;
}

/** Reads and locks it until the transaction ends. Undefined where it was removed by retention. */
export async function findNotice(trx: Trx, tenant: string, incident: string): Promise<Notice | undefined> {
  const row = await trx
    .selectFrom('incidents')
    .innerJoin('people', (join) =>
      join.onRef('people.tenant', '=', 'incidents.tenant').onRef('people.id', '=', 'incidents.person'),
    )
    .select([
      'incidents.id',
      'incidents.platform',
      'level',
      'categories',
      'findings',
      'audience',
      'readers',
      'delivery',
      'attempts',
      'resolution',
      'channel',
      'message',
      'thread',
      'platform_user',
    ])
    .where('incidents.tenant', '=', tenant)
    .where('incidents.id', '=', incident)
    .forUpdate('incidents')
    .executeTakeFirst();
  if (!row) return undefined;
  const { channel, message, thread, platform_user, ...notice } = row;
  return { ...notice, to: { tenant, person: platform_user, channel, message, thread } };
}

/** Moves a notice on and writes the step into its history. */
export async function setDelivery(
  trx: Trx,
  tenant: string,
  incident: string,
  change: { delivery: Delivery; attempts?: number; via?: string },
  outcome: { kind: OutcomeKind; detail?: string },
): Promise<void> {
  await trx.updateTable('incidents').set(change).where('tenant', '=', tenant).where('id', '=', incident).execute();
  await note(trx, tenant, incident, outcome.kind, outcome.detail);
}

async function note(trx: Trx, tenant: string, incident: string, kind: OutcomeKind, detail?: string): Promise<void> {
  await trx
    .insertInto('outcomes')
    .values({ tenant, incident, kind, detail: detail ?? null })
    .execute();
}

async function personOf(trx: Trx, message: PostedMessage): Promise<string> {
  const { id } = await trx
    .insertInto('people')
    .values({ tenant: message.tenant, platform: message.platform, platform_user: message.author })
    // An update that changes nothing, since DO NOTHING would not return the row that is there.
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'platform', 'platform_user'])
        .doUpdateSet((row) => ({ platform_user: row.ref('excluded.platform_user') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

async function noteChannel(trx: Trx, { tenant, platform, channel }: PostedMessage): Promise<void> {
  const seen = { audience: channel.audience, readers: channel.readers, updated_at: new Date() };
  await trx
    .insertInto('channels')
    .values({ tenant, platform, id: channel.id, ...seen })
    .onConflict((conflict) => conflict.columns(['tenant', 'platform', 'id']).doUpdateSet(seen))
    .execute();
}
