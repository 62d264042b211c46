import type { Month } from '../scores/months.ts';
import { publish } from '../scores/publish.ts';
import type { Db } from '../store/database.ts';
import { happenedIn } from '../store/practice.ts';
import { findPublishedMonths, keepPublished } from '../store/published.ts';
import { type Organisation, peopleIn } from '../store/scores.ts';

/** Publishes those of the months that nobody has yet. Each must be over. Resolves to how many. */
export async function publishMonths(db: Db, organisation: Organisation, months: readonly Month[]): Promise<number> {
  const known = await findPublishedMonths(
    db,
    organisation,
    months.map(({ name }) => name),
  );
  let published = 0;
  for (const month of months.filter(({ name }) => !known.has(name))) {
    const [people, happened] = await Promise.all([
      peopleIn(db, organisation, month),
      happenedIn(db, organisation, month),
    ]);
    // Another process may have been first, and what it published stands.
    if (await keepPublished(db, organisation, month.name, { figures: publish(people), happened })) published += 1;
  }
  return published;
}
