import { sql } from 'kysely';
import type { Category } from '../policy/types.ts';
import type { Db } from './database.ts';
import { findPerson, type PersonKey } from './people.ts';

/** What is kept of one person, for themselves: counts, and no message or place. */
export interface Mine {
  /** Messages that they had a quiet word about. */
  readonly told: number;
  readonly putRight: number;
  /** Put right within minutes. */
  readonly early: number;
  /** Near misses of their own that they raised. */
  readonly raised: number;
  /** Kinds of what was seen, the most frequent first. */
  readonly kinds: readonly { readonly category: Category; readonly count: number }[];
}

const NOTHING: Mine = { told: 0, putRight: 0, early: 0, raised: 0, kinds: [] };

export async function mine(db: Db, key: PersonKey, since: Date): Promise<Mine> {
  const person = await findPerson(db, key);
  if (person === undefined) return NOTHING;
  const incidents = await db
    .selectFrom('incidents as i')
    .select(['i.categories', 'i.resolution'])
    .where('i.tenant', '=', key.tenant)
    .where('i.person', '=', person)
    .where('i.claimed_at', '>=', since)
    .where('i.repeat_of', 'is', null)
    // A word that was held back, or never reached them, is none that they had.
    .where(
      sql<boolean>`exists (select from notices n where n.tenant = i.tenant and n.incident in (i.id, i.burst_of)
        and n.kind in ('first', 'left') and n.delivery in ('handed', 'sent', 'uncertain'))`,
    )
    .execute();
  const credits = await db
    .selectFrom('credits')
    .select('kind')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant', '=', key.tenant)
    .where('person', '=', person)
    .where('at', '>=', since)
    .groupBy('kind')
    .execute();
  const credit = (kind: string) => credits.find((one) => one.kind === kind)?.count ?? 0;
  const kinds = new Map<Category, number>();
  for (const category of incidents.flatMap(({ categories }) => categories)) {
    kinds.set(category, (kinds.get(category) ?? 0) + 1);
  }
  return {
    told: incidents.length,
    putRight: incidents.filter(({ resolution }) => resolution !== null).length,
    early: credit('fixed-early'),
    raised: credit('near-miss'),
    kinds: [...kinds].map(([category, count]) => ({ category, count })).sort((a, b) => b.count - a.count),
  };
}
