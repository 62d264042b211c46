import { TOPICS, type Topic } from '../../../quizzes/topics.ts';
import { figuresOf } from '../../../scores/period.ts';
import { countByCategory } from '../../../store/category-counts.ts';
import { londonDay } from '../../../store/counts.ts';
import type { Db } from '../../../store/database.ts';
import { findOrganisations } from '../../../store/scores.ts';
import type { Scope } from '../../access.ts';
import { daysUpTo } from '../../london.ts';
import { figuresFor } from '../awareness/figures.ts';
import { shownPlatforms } from '../home/present.ts';
import { PLATFORM_WORDS } from '../home/words.ts';
import { type Known, type Need, needsOf } from './need.ts';

const FOUR_WEEKS = 28;

/** The topics, those that need teaching most first, of the organisations that somebody may see. */
export async function findNeeds(db: Db, scope: Scope, now: Date): Promise<Need[]> {
  const platforms = shownPlatforms(scope.platforms);
  const organisations = await findOrganisations(db, { ...scope, platforms });
  const known = new Map<Topic, Known[]>();
  for (const organisation of organisations) {
    const { published } = await figuresFor(db, organisation, null, now);
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
