import { sql } from 'kysely';
import type { Category, SpanType } from '../policy/types.ts';
import type { MessageKey } from './incidents.ts';
import type { Answered, Trx } from './tables.ts';

/** Something of a person's that was flagged before. */
export interface Past {
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

/** What the person was told of since, the latest first, and of this message the version that was recorded last. */
export async function findPast(
  trx: Trx,
  key: MessageKey,
  person: string,
  since: Date,
): Promise<{ earlier: Past | undefined; recent: Past[] }> {
  const past = trx
    .selectFrom('incidents as i')
    .select([...PAST, isTold.as('told')])
    .where('i.tenant', '=', key.tenant)
    .orderBy('i.claimed_at', 'desc');
  const rows = await trx
    .selectFrom(
      past
        // Under the id of the incident that it goes on from.
        .select(sql<string>`coalesce(i.repeat_of, i.id)`.as('root'))
        .where('i.platform', '=', key.platform)
        .where('i.channel', '=', key.channel)
        .where('i.message', '=', key.message)
        .limit(1)
        .as('earlier'),
    )
    .selectAll()
    .unionAll((from) =>
      from
        .selectFrom(
          past
            .select('i.id as root')
            .where('i.person', '=', person)
            .where('i.claimed_at', '>=', since)
            .limit(MOST_PAST)
            .as('recent'),
        )
        .selectAll(),
    )
    .execute();
  const isThis = (row: (typeof rows)[number]) => row.channel === key.channel && row.message === key.message;
  const earlier = rows.find(isThis);
  return { earlier: earlier && { ...earlier, id: earlier.root }, recent: rows.filter((row) => !isThis(row)) };
}
