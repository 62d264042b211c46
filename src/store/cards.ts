import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

/**
 * By what the platform can change the notices of a message, each once: those of all its versions. `burst`: what sums up the
 * messages after it, too.
 */
export async function cardsOf(
  db: Kysely<Database>,
  { tenant, incident, burst }: { tenant: string; incident: string; burst: boolean },
): Promise<string[]> {
  const rows = await db
    .selectFrom('incidents as one')
    .innerJoin('incidents as version', (join) =>
      join
        .onRef('version.tenant', '=', 'one.tenant')
        .onRef('version.platform', '=', 'one.platform')
        .onRef('version.channel', '=', 'one.channel')
        .onRef('version.message', '=', 'one.message')
        .on(sql<boolean>`coalesce(version.repeat_of, version.id) = coalesce(one.repeat_of, one.id)`),
    )
    .innerJoin('notices as n', (join) =>
      join.onRef('n.tenant', '=', 'version.tenant').onRef('n.incident', '=', 'version.id'),
    )
    .select('n.ref')
    .distinct()
    .where('one.tenant', '=', tenant)
    .where('one.id', '=', incident)
    .where('n.ref', 'is not', null)
    .$if(!burst, (query) => query.where('n.kind', '<>', 'summary'))
    .$narrowType<{ ref: string }>()
    .execute();
  return rows.map(({ ref }) => ref);
}
