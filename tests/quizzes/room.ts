import { join } from 'node:path';
import type { Reply } from '../../src/chat.ts';
import type { Engine } from '../../src/policy/types.ts';
import { createQuizAnswers } from '../../src/quizzes/answer.ts';
import { ask } from '../../src/quizzes/ask.ts';
import { createDecks } from '../../src/quizzes/decks.ts';
import type { Desk } from '../../src/quizzes/desk.ts';
import { handOut } from '../../src/quizzes/hand-out.ts';
import { loadBank } from '../../src/quizzes/load.ts';
import { runSlots } from '../../src/quizzes/round.ts';
import { createWatch } from '../../src/watch.ts';
import type { TestHouse } from '../house.ts';
import { posted } from '../messages.ts';

export const bank = loadBank(join(import.meta.dirname, '../../quizzes'));

/** Quizzes in a house whose clock is set by hand: the slot is on Tuesdays at ten. */
export interface Room {
  readonly desk: Desk;
  /** Somebody posts, which shows that they are at work. */
  post(author: string, text?: string): Promise<void>;
  /** What happens every ten seconds, and what follows from it. */
  tick(): Promise<void>;
  /** Sets the clock. */
  at(time: string): void;
  /** What was sent of quizzes to somebody. */
  asked(
    author: string,
  ): { readonly incident: string; readonly heading: string; readonly paragraphs: readonly string[] }[];
  press(author: string, incident: string, action: string): Promise<Reply>;
  /** Which option is right, from 1, of what was asked. */
  rightOf(incident: string): Promise<number>;
}

export function openRoom(house: TestHouse, change: Partial<Engine['policy']['quizzing']> = {}): Room {
  const plain = house.engine();
  const { quizzing } = plain.policy;
  const engine = () => ({
    ...plain,
    policy: { ...plain.policy, quizzing: { ...quizzing, 'survey-weeks': 0, ...change } },
  });
  const { db, queue, log, now } = house;
  const desk: Desk = {
    db,
    queue,
    log,
    now,
    engine,
    adapters: house.post.adapters,
    decks: createDecks(bank, db, log, 0),
  };
  const answers = createQuizAnswers(desk);
  let posts = 0;
  return {
    desk,
    async post(author, text = 'hello') {
      posts += 1;
      await createWatch(house)(posted({ id: `q${posts}`, author, text, postedAt: house.clock }));
      await house.activity.flush();
      // When somebody came is the database's own time, which is not that of these tests.
      await db
        .updateTable('people')
        .set({ first_seen_at: new Date('2026-01-01') })
        .execute();
    },
    async tick() {
      await runSlots(desk, 2);
      await handOut(desk);
      for (;;) {
        const due = house.quizzes.findIndex(({ dueAt }) => dueAt <= house.clock);
        if (due < 0) break;
        await ask(desk, house.quizzes.splice(due, 1)[0] as (typeof house.quizzes)[number], false);
      }
    },
    at(time) {
      house.clock = new Date(time);
    },
    asked: (author) =>
      house.sent.filter(({ to, notice }) => to.person === author && notice.kind === 'quiz').map(({ notice }) => notice),
    press: (person, incident, action) =>
      answers({
        platform: 'slack',
        tenant: 'T1',
        person,
        incident,
        action,
        words: null,
        kept: true,
        current: async () => ({ status: 'unknown' }),
      }),
    async rightOf(incident) {
      const { question, variant } = await db
        .selectFrom('quiz_asked')
        .select(['question', 'variant'])
        .where('id', '=', incident)
        .executeTakeFirstOrThrow();
      const deck = await desk.decks.of('T1');
      return (deck.find(question, variant)?.variant.said.en.options.findIndex(({ right }) => right) ?? 0) + 1;
    },
  };
}
