import type { PgBoss } from 'pg-boss';

/** Where jobs lie that failed at their last try, until somebody starts them again or 30 days are over. They hold ids only. */
export const DEAD_LETTERS = 'dead-letters';

export const DEAD_LETTER_QUEUE = { retentionSeconds: 30 * 86_400, deleteAfterSeconds: 86_400 };

/** How one queue stands, as of a few seconds ago. */
export interface QueueState {
  readonly name: string;
  /** To be done now. */
  readonly ready: number;
  /** To be done at a later time. */
  readonly later: number;
  readonly active: number;
  /** Failed at their last try, and lie among the dead letters. */
  readonly dead: number;
}

/** `tenants`: of these organisations only; null: of all. */
type Tenants = readonly string[] | null;

/** Null stands for all organisations at once. */
const each = (tenants: Tenants) => (tenants === null ? [{}] : tenants.map((tenant) => ({ data: { tenant } })));

export function deadLettersOf(boss: PgBoss, names: readonly string[]) {
  const count = async (sourceName: string, tenants: Tenants) => {
    let dead = 0;
    for (const only of each(tenants)) dead += (await boss.previewRedrive(DEAD_LETTERS, { sourceName, ...only })).total;
    return dead;
  };
  return {
    async states(tenants: Tenants): Promise<QueueState[]> {
      const queues = await boss.getQueues([...names]);
      const known = new Map(queues.map((queue) => [queue.name, queue]));
      const states: QueueState[] = [];
      for (const name of names) {
        const queue = known.get(name);
        states.push({
          name,
          ready: queue?.readyCount ?? 0,
          later: queue?.deferredCount ?? 0,
          active: queue?.activeCount ?? 0,
          dead: await count(name, tenants),
        });
      }
      return states;
    },
    /** Puts the dead jobs of a queue into it again; gives how many. */
    async redrive(sourceName: string, tenants: Tenants): Promise<number> {
      let moved = 0;
      for (const only of each(tenants)) {
        for (;;) {
          const some = await boss.redrive(DEAD_LETTERS, { sourceName, limit: 1000, ...only });
          moved += some;
          if (some === 0) break;
        }
      }
      return moved;
    },
  };
}

export type DeadLetters = ReturnType<typeof deadLettersOf>;
