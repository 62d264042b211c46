import type { Platform } from '../../src/chat.ts';
import type { Db } from '../../src/store/database.ts';

interface Learner {
  readonly tenant?: string;
  readonly platform?: Platform;
  readonly team?: string | null;
  readonly firstSeen?: Date;
  readonly lastSeen?: Date | null;
}

let learners = 0;

/** Puts somebody who was seen posting in the database, and gives back their id. */
export async function addLearner(db: Db, learner: Learner = {}): Promise<string> {
  learners += 1;
  const { tenant = 'T1', platform = 'slack', team = null } = learner;
  const { id } = await db
    .insertInto('people')
    .values({
      tenant,
      platform,
      platform_user: `L${learners}`,
      team,
      first_seen_at: learner.firstSeen ?? new Date('2026-01-05T09:00:00Z'),
      last_seen_at: learner.lastSeen === undefined ? new Date('2026-11-20T09:00:00Z') : learner.lastSeen,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** An answer to a question of the bank. */
export async function addMark(
  db: Db,
  person: string,
  mark: { at: Date; correct: boolean; topic?: string; tenant?: string; seenBefore?: boolean; ofNotice?: boolean },
): Promise<void> {
  const { at, correct, topic = 'photos', tenant = 'T1', seenBefore = false, ofNotice = false } = mark;
  await db
    .insertInto('quiz_answers')
    .values({
      tenant,
      person,
      about: crypto.randomUUID(),
      topic,
      correct,
      at,
      ...(ofNotice ? {} : { question: `${topic}-1`, variant: 'one', version: '1', first_seen: !seenBefore }),
    })
    .execute();
}
