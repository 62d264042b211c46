/** So that two cards never ask at once: what stood open says that a newer one is there, and can still be answered from there. */
import { cardIsDone, type OpenCard } from '../store/quiz-cards.ts';
import type { Round } from '../store/quiz-rounds.ts';
import type { Desk } from './desk.ts';
import { sayMoved } from './say.ts';

/** Never rejects: the question itself is out, and an old card that stays as it was still takes its answer. */
export async function makeWay(
  desk: Desk,
  { tenant, id, user, platform, language }: Pick<Round, 'id' | 'user' | 'platform' | 'language'> & { tenant: string },
  cards: readonly OpenCard[],
): Promise<void> {
  const words = desk.engine().policy.wording[language ?? 'en'];
  const to = { tenant, person: user, channel: '', message: '', thread: null };
  for (const { round, kind, ref, carries } of cards) {
    const again = round === id;
    const notice = sayMoved({ id: carries, language: language ?? 'en' }, { again, kind }, words);
    try {
      const changed = await desk.adapters.get(platform)?.change(to, notice, ref);
      if (!changed) desk.log.info('quiz.card-stays', { platform });
      // Of what is asked again the new card's ref stands in its place already.
      if (!again) await desk.db.transaction().execute((trx) => cardIsDone(trx, tenant, round, ref));
    } catch (error) {
      desk.log.warn('quiz.card-stays', { platform, error });
    }
  }
}
