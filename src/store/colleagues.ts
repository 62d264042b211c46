import type { Db } from './database.ts';
import { stillHere } from './staff.ts';

/** When a name of each organisation's staff came, changed or went last. */
export async function namesChangedAt(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('directories')
    .select(['tenant', ({ fn }) => fn.max('names_at').as('at')])
    .groupBy('tenant')
    .execute();
  return new Map(rows.map(({ tenant, at }) => [tenant, at.getTime()]));
}

/** Names of an organisation's staff as they are now, by pages; guests and who has left are not among them. */
export async function* staffNames(db: Db, tenant: string, now: Date, page = 5000): AsyncGenerator<string[]> {
  for (let after: string | null = null; ; ) {
    const rows: { id: string; name: string | null }[] = await db
      .selectFrom('people')
      .select(['id', 'name'])
      .where('tenant', '=', tenant)
      .where('name', 'is not', null)
      .where('guest', '=', false)
      .where(stillHere(now))
      .$if(after !== null, (query) => query.where('id', '>', after as string))
      .orderBy('id')
      .limit(page)
      .execute();
    yield rows.flatMap(({ name }) => (name === null ? [] : [name]));
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) return;
    after = last.id;
  }
}
