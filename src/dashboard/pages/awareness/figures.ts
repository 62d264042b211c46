import { type Month, monthsBefore } from '../../../scores/months.ts';
import { MONTHS } from '../../../scores/period.ts';
import { type Practice, practiceOf } from '../../../scores/practice.ts';
import { type Published, publish } from '../../../scores/publish.ts';
import type { Db } from '../../../store/database.ts';
import { happenedIn } from '../../../store/practice.ts';
import { findPublished, keepPublished, type Organisation, peopleIn } from '../../../store/scores.ts';

/** What may be shown of an organisation. */
export interface Shown {
  readonly organisation: Organisation;
  readonly months: readonly Month[];
  /** Month by month, oldest first. */
  readonly published: readonly (readonly Published[])[];
  readonly practice: Practice;
}

/** Publishes the months that are over, where nobody has yet, and reads what was published. */
export async function figuresFor(db: Db, organisation: Organisation, now: Date): Promise<Shown> {
  const months = monthsBefore(now, MONTHS);
  const names = months.map(({ name }) => name);
  const known = await findPublished(db, organisation, names);
  const missing = months.filter(({ name }) => !known.has(name));
  for (const month of missing)
    await keepPublished(db, organisation, month.name, publish(await peopleIn(db, organisation, month)));
  // Read again: another process may have been first, and what it published stands.
  const all = missing.length > 0 ? await findPublished(db, organisation, names) : known;
  const period = { from: (months[0] as Month).from, to: (months.at(-1) as Month).to };
  return {
    organisation,
    months,
    published: names.map((name) => all.get(name) ?? []),
    practice: practiceOf(await happenedIn(db, organisation, period)),
  };
}
