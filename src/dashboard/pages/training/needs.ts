import { TOPICS, type Topic } from '../../../quizzes/topics.ts';
import { publishMonths } from '../../../reporting/publish.ts';
import { monthsBefore } from '../../../scores/months.ts';
import { figuresOf, MONTHS } from '../../../scores/period.ts';
import { countByCategory } from '../../../store/category-counts.ts';
import { londonDay } from '../../../store/counts.ts';
import type { Db } from '../../../store/database.ts';
import { findPublished } from '../../../store/published.ts';
import { findOrganisations } from '../../../store/scores.ts';
import type { Scope } from '../../access.ts';
import { daysUpTo } from '../../london.ts';
import { shownPlatforms } from '../home/present.ts';
import { PLATFORM_WORDS } from '../home/words.ts';
import { type Known, type Need, needsOf } from './need.ts';

const FOUR_WEEKS = 28;

/** The topics, those that need teaching most first, of the organisations that somebody may see. */
export async function findNeeds(db: Db, scope: Scope, now: Date): Promise<Need[]> {
  const platforms = shownPlatforms(scope.platforms);
  const organisations = await findOrganisations(db, { ...scope, platforms });
  const months = monthsBefore(now, MONTHS);
  const names = months.map(({ name }) => name);
  const known = new Map<Topic, Known[]>();
  for (const organisation of organisations) {
    await publishMonths(db, organisation, months);
    const figures = await findPublished(db, organisation, names);
    const published = names.map((name) => figures.get(name) ?? []);
    const place = `${PLATFORM_WORDS[organisation.platform]}, ${organisation.tenant}`;
    for (const topic of Object.keys(TOPICS) as Topic[]) {
      const { awareness } = figuresOf(published, { team: null, topic });
      known.set(topic, [...(known.get(topic) ?? []), { place, awareness }]);
    }
  }
  const days = daysUpTo(londonDay(now), 2 * FOUR_WEEKS);
  const times = { before: days[0] ?? '', from: days[FOUR_WEEKS] ?? '', today: days.at(-1) ?? '' };
  const counts = await countByCategory(db, { ...scope, platforms }, times);
  return needsOf(known, counts);
}
