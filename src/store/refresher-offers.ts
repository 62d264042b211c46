import { addOffer, findOffer } from './refresher-recipients.ts';
import { refreshersOffered } from './refreshers.ts';
import type { Trx } from './tables.ts';

/**
 * Whether there is a refresher to offer with the thanks for putting this incident right. Each is offered to a person once, one at a
 * time; said again with the same incident, it is the same offer.
 */
export async function offerRefresher(trx: Trx, tenant: string, incident: string): Promise<boolean> {
  const putRight = await trx
    .selectFrom('incidents')
    .select(['platform', 'person', 'categories'])
    .where('tenant', '=', tenant)
    .where('id', '=', incident)
    .executeTakeFirst();
  if (!putRight) return false;
  if ((await findOffer(trx, tenant, incident)) !== undefined) return true;
  const { platform, person, categories } = putRight;
  for (const { id: refresher } of await refreshersOffered(trx, { tenant, platform }, categories))
    if (await addOffer(trx, { tenant, refresher, person, incident })) return true;
  return false;
}
