import { sql } from 'kysely';
import type { Log } from '../log.ts';
import type { Db } from './database.ts';

/** An answer is written with those of others or, when the program stops, with what there is. */
const TOGETHER = 8;

/** What one person answered, in memory only: to each question one of its options, the others with 0. */
export interface SurveySheet {
  readonly tenant: string;
  readonly openedAt: Date;
  readonly choices: readonly { readonly question: string; readonly option: string; readonly chosen: boolean }[];
}

/**
 * Adds up answers to a survey, and writes them in batches of eight people or more: a row that is written with one person's press
 * could be told by its transaction or its time. HAZARD of that: a process that is killed forgets the answers of at most seven people.
 */
export interface SurveyTally {
  add(sheet: SurveySheet): Promise<void>;
  /** Writes what is left. */
  stop(): Promise<void>;
}

interface Batch {
  readonly tenant: string;
  readonly openedAt: Date;
  people: number;
  readonly counts: Map<string, { question: string; option: string; people: number }>;
}

export function createSurveyTally(db: Db, log: Log): SurveyTally {
  const batches = new Map<string, Batch>();

  const write = async (key: string, batch: Batch): Promise<void> => {
    batches.delete(key);
    const { tenant, openedAt } = batch;
    try {
      await db
        .insertInto('survey_counts')
        .values([...batch.counts.values()].map((count) => ({ tenant, opened_at: openedAt, ...count })))
        .onConflict((conflict) =>
          conflict
            .columns(['tenant', 'opened_at', 'question', 'option'])
            // Every row, those with nothing to add too: all bear the same transaction.
            .doUpdateSet({ people: sql<number>`survey_counts.people + excluded.people` }),
        )
        .execute();
    } catch (error) {
      // They wait for the next answer, or for the program to stop.
      batches.set(key, joined(batch, batches.get(key)));
      log.warn('survey.not-written', { count: batch.people, error });
    }
  };

  return {
    async add({ tenant, openedAt, choices }) {
      const key = `${tenant} ${openedAt.getTime()}`;
      const one: Batch = {
        tenant,
        openedAt,
        people: 1,
        counts: new Map(
          choices.map(({ question, option, chosen }) => [
            `${question} ${option}`,
            { question, option, people: chosen ? 1 : 0 },
          ]),
        ),
      };
      const batch = joined(one, batches.get(key));
      batches.set(key, batch);
      if (batch.people >= TOGETHER) await write(key, batch);
    },
    async stop() {
      for (const [key, batch] of [...batches]) await write(key, batch);
    },
  };
}

function joined(one: Batch, other: Batch | undefined): Batch {
  if (!other) return one;
  for (const [name, count] of one.counts) {
    const known = other.counts.get(name);
    if (known) known.people += count.people;
    else other.counts.set(name, count);
  }
  other.people += one.people;
  return other;
}
