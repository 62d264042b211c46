import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Audience, Category, Language, SpanType } from '../policy/types.ts';
import type { Answered, Database, Resolution } from './tables.ts';

/** An incident as those see it who answer it or follow it up. */
export interface Incident {
  readonly id: string;
  readonly platform: Platform;
  readonly channel: string;
  readonly message: string;
  readonly thread: string | null;
  readonly level: 'nudge' | 'urgent';
  readonly categories: readonly Category[];
  readonly findings: readonly SpanType[];
  readonly audience: Audience;
  readonly readers: number | null;
  readonly guests: number | null;
  readonly link: string | null;
  readonly postedAt: Date;
  readonly answer: Answered | null;
  readonly resolution: Resolution | null;
  readonly inBurst: boolean;
  /** Others that were summed up under it are still there. */
  readonly leadsOthers: boolean;
  /** An edit made it worse, and was told of by itself. */
  readonly superseded: boolean;
  /** How its message was judged last. */
  readonly latest: 'nudge' | 'urgent';
  /** Which of the wordings its notice had. */
  readonly turn: number;
  readonly person: string;
  /** The platform's id of the poster. */
  readonly user: string;
  readonly language: Language | null;
}

/** Undefined where it was removed by retention, or never was. Locked until a transaction ends that it is read in. */
export async function findIncident(db: Kysely<Database>, tenant: string, id: string): Promise<Incident | undefined> {
  return db
    .selectFrom('incidents as i')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'i.tenant').onRef('p.id', '=', 'i.person'))
    .select(['i.id', 'i.platform', 'i.channel', 'i.message', 'i.thread', 'i.level', 'i.categories', 'i.findings'])
    .select([
      'i.audience',
      'i.readers',
      'i.guests',
      'i.link',
      'i.posted_at as postedAt',
      'i.answer',
      'i.resolution',
      'i.person',
      'p.language',
    ])
    .select('p.platform_user as user')
    .select(sql<boolean>`i.burst_of is not null`.as('inBurst'))
    .select(
      sql<boolean>`exists (select from incidents other where other.tenant = i.tenant and other.burst_of = i.id
        and other.resolution is null)`.as('leadsOthers'),
    )
    .select(
      sql<boolean>`exists (select from incidents worse where worse.tenant = i.tenant and worse.platform = i.platform
        and worse.channel = i.channel and worse.message = i.message and worse.claimed_at > i.claimed_at
        and worse.repeat_of is null and worse.held is null)`.as('superseded'),
    )
    .select((row) =>
      row
        .selectFrom('incidents as last')
        .select('last.level')
        .whereRef('last.tenant', '=', 'i.tenant')
        .whereRef('last.platform', '=', 'i.platform')
        .whereRef('last.channel', '=', 'i.channel')
        .whereRef('last.message', '=', 'i.message')
        .orderBy('last.claimed_at', 'desc')
        .limit(1)
        .$asScalar()
        .$notNull()
        .as('latest'),
    )
    .select((row) =>
      row.fn
        .coalesce(
          row
            .selectFrom('notices as n')
            .select(({ fn }) => fn.max('n.turn').as('turn'))
            .whereRef('n.tenant', '=', 'i.tenant')
            .whereRef('n.incident', '=', 'i.id'),
          sql<number>`0`,
        )
        .as('turn'),
    )
    .where('i.tenant', '=', tenant)
    .where('i.id', '=', id)
    .forUpdate('i')
    .executeTakeFirst();
}
