import type { Platform } from '../../src/chat.ts';
import type { Audience, Category, Level } from '../../src/policy/types.ts';
import type { Db } from '../../src/store/database.ts';
import type { Delivery } from '../../src/store/tables.ts';

interface Row {
  at: Date;
  platform?: Platform;
  /** Otherwise named as the platform. */
  tenant?: string;
  /** Otherwise U1 there. */
  user?: string;
  level?: Exclude<Level, 'clear'>;
  mode?: 'watch' | 'nudge';
  audience?: Audience;
  categories?: Category[];
  delivery?: Delivery;
  resolution?: 'edited' | 'deleted' | null;
  answer?: 'fixed' | 'not-patient' | 'needed' | null;
  repeatOf?: string | null;
}

let messages = 0;

/** Puts an incident in the database and gives back its id. */
export async function addIncident(db: Db, row: Row): Promise<string> {
  const platform = row.platform ?? 'simulator';
  const { tenant = platform, user = 'U1' } = row;
  const person = await db
    .insertInto('people')
    .values({ tenant, platform, platform_user: user })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'platform', 'platform_user']).doUpdateSet({ platform_user: user }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  messages += 1;
  const { id } = await db
    .insertInto('incidents')
    .values({
      tenant,
      platform,
      channel: 'C1',
      message: `M${messages}`,
      version: '',
      thread: null,
      person: person.id,
      level: row.level ?? 'nudge',
      mode: row.mode ?? 'nudge',
      categories: row.categories ?? ['name'],
      findings: [],
      reasons: [],
      audience: row.audience ?? 'care-team',
      readers: 12,
      policy: 'nhs-england',
      policy_version: '1',
      link: null,
      posted_at: row.at,
      claimed_at: row.at,
      repeat_of: row.repeatOf ?? null,
      answer: row.answer ?? null,
      resolution: row.resolution ?? null,
      resolved_at: row.resolution ? row.at : null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const delivery = row.delivery ?? 'sent';
  // What was never to be sent has no notice.
  if (delivery !== 'held')
    await db.insertInto('notices').values({ tenant, incident: id, kind: 'first', turn: 0, delivery }).execute();
  return id;
}

export async function addClear(db: Db, day: string, clear: number, platform: Platform = 'simulator'): Promise<void> {
  await db
    .insertInto('daily_counts')
    .values({ tenant: platform, platform, day, channel: 'C1', audience: 'care-team', clear })
    .execute();
}
