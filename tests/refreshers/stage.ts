import type { Reply } from '../../src/chat.ts';
import { createDecks } from '../../src/quizzes/decks.ts';
import { createRefresherAnswers } from '../../src/refreshers/answer.ts';
import type { RefresherDesk } from '../../src/refreshers/desk.ts';
import { sendRefreshers } from '../../src/refreshers/hand-out.ts';
import type { Written } from '../../src/refreshers/refresher.ts';
import { send } from '../../src/refreshers/send.ts';
import * as trainer from '../../src/refreshers/trainer.ts';
import type { When } from '../../src/refreshers/when.ts';
import type { TestHouse } from '../house.ts';
import { bank } from '../quizzes/room.ts';
import { written } from './written.ts';

/** Who sends, cancels and sends again. */
export const TRAINER = { realm: 'https://issuer.test', subject: 's1' };

/** Refreshers in a house whose clock is set by hand. 3 March 2026 is a Tuesday. */
export interface Stage {
  readonly desk: RefresherDesk;
  /** Puts people into the directory: U1, U2 … Gives their pseudonyms. */
  people(count: number, change?: object): Promise<string[]>;
  /** Keeps a refresher and sends it. Gives its id. */
  sent(change?: Partial<Written>, when?: When): Promise<string>;
  /** What happens every two seconds, and what follows from it; `lastTry` as of a job that was tried often enough. */
  tick(page?: number): Promise<void>;
  at(time: string): void;
  press(person: string, incident: string, action: string): Promise<Reply>;
  state(id: string): Promise<string | undefined>;
  /** By delivery, of one refresher. */
  deliveries(id: string): Promise<Record<string, number>>;
}

export function openStage(house: TestHouse): Stage {
  const { db, queue, log, now, engine } = house;
  const desk: RefresherDesk = {
    db,
    queue,
    log,
    now,
    engine,
    adapters: house.post.adapters,
    decks: createDecks(bank, db, log),
    publicUrl: 'https://quietword.test',
    mayBeKept: (words) => !words.includes('Mrs '),
  };
  const answers = createRefresherAnswers(desk);
  let named = 0;
  return {
    desk,
    async people(count, change = {}) {
      const rows = await db
        .insertInto('people')
        .values(
          Array.from({ length: count }, () => ({
            tenant: 'T1',
            platform: 'slack' as const,
            platform_user: `U${++named}`,
            language: null,
            ...EMPTY,
            ...change,
          })),
        )
        .returning(['id', 'platform_user'])
        .execute();
      return rows.map(({ id }) => id);
    },
    async sent(change = {}, when = { kind: 'now' }) {
      const saved = await trainer.saveRefresher(
        desk,
        { tenant: 'T1', platform: 'slack', author: 'local' },
        written(change),
        TRAINER,
      );
      if ('faults' in saved) throw new Error(JSON.stringify(saved.faults));
      const sent = await trainer.send(desk, { tenant: 'T1', id: saved.ok }, when, TRAINER);
      if ('faults' in sent) throw new Error(JSON.stringify(sent.faults));
      return saved.ok;
    },
    async tick(page) {
      await sendRefreshers(desk, page);
      for (;;) {
        const due = house.refreshers.findIndex(({ dueAt }) => dueAt <= house.clock);
        if (due < 0) break;
        await send(desk, house.refreshers.splice(due, 1)[0] as (typeof house.refreshers)[number], false);
      }
      await sendRefreshers(desk, page);
    },
    at(time) {
      house.clock = new Date(time);
    },
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
    state: async (id) =>
      (await db.selectFrom('refreshers').select('state').where('id', '=', id).executeTakeFirst())?.state,
    async deliveries(id) {
      const rows = await db.selectFrom('refresher_recipients').select('delivery').where('refresher', '=', id).execute();
      return Object.fromEntries([...Map.groupBy(rows, (row) => row.delivery)].map(([of, { length }]) => [of, length]));
    },
  };
}

const EMPTY = {
  last_seen_at: null,
  quiz_paused_until: null,
  team: null,
  name: null,
  email: null,
  job_title: null,
  manager: null,
  time_zone: null,
  joined_on: null,
  left_on: null,
  away_until: null,
  directory_at: null,
};
