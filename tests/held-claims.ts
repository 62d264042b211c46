import pg from 'pg';

/** Keeps every process of a database from claiming a message, so that one can be killed while it does. */
export interface HeldClaims {
  /** How many wait: for the claims, or for each other. */
  waiting(): Promise<number>;
  release(): Promise<void>;
}

export async function holdClaims(connectionString: string): Promise<HeldClaims> {
  const [holder, looker] = [new pg.Client({ connectionString }), new pg.Client({ connectionString })];
  await Promise.all([holder.connect(), looker.connect()]);
  await holder.query('begin; lock table incidents in exclusive mode');
  return {
    async waiting() {
      const { rows } = await looker.query(
        "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows[0].n as number;
    },
    async release() {
      await holder.query('commit');
      await Promise.all([holder.end(), looker.end()]);
    },
  };
}
