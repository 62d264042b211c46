import { sql } from 'kysely';
import type { Db } from './database.ts';

/** How far each Slack workspace was read, shared by all processes. */
export interface SlackReading {
  /** A process begins to listen: if the last event that any of them took is from before `before`, what came since may be missing. */
  begin(tenant: string, before: Date): Promise<void>;
  /** An event from `at` was taken. */
  seen(tenant: string, at: Date): Promise<void>;
  /** Messages from `from` on, or from the last event that was taken if that is earlier, may be missing. The earliest gap stays. */
  gap(tenant: string, from: Date): Promise<void>;
  /** Takes what is to be read again for so many seconds; null where nothing is, or another process has it. */
  take(tenant: string, seconds: number): Promise<Gap | null>;
  /** Goes on with what was taken for so many seconds more. */
  hold(tenant: string, seconds: number): Promise<void>;
  giveBack(tenant: string): Promise<void>;
  /** All from before `upTo` was read again; not so where another gap was found meanwhile. */
  recovered(tenant: string, gaps: number, upTo: Date): Promise<void>;
  /** Too old to be read again. */
  unread(tenant: string, span: Unread): Promise<void>;
  /** The last span that was never read, or null. */
  lastUnread(tenant: string): Promise<Unread | null>;
}

export interface Gap {
  readonly from: Date;
  readonly gaps: number;
}

export interface Unread {
  readonly from: Date;
  readonly to: Date;
}

export function openSlackReading(db: Db): SlackReading {
  const change = (tenant: string) => db.updateTable('slack_reading').where('tenant', '=', tenant);
  const inSeconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;

  return {
    async begin(tenant, before) {
      await change(tenant)
        .set((row) => ({ gap_from: row.fn<Date>('least', ['gap_from', 'seen_at']), gaps: row('gaps', '+', 1) }))
        .where('seen_at', '<', before)
        // Not found anew by each process that starts.
        .where((row) => row.or([row('gap_from', 'is', null), row('gap_from', '>', row.ref('seen_at'))]))
        .execute();
    },
    async seen(tenant, at) {
      await db
        .insertInto('slack_reading')
        .values({ tenant, seen_at: at })
        .onConflict((conflict) =>
          conflict.column('tenant').doUpdateSet((row) => ({
            seen_at: row.fn<Date>('greatest', ['slack_reading.seen_at', 'excluded.seen_at']),
          })),
        )
        .execute();
    },
    async gap(tenant, from) {
      await db
        .insertInto('slack_reading')
        .values({ tenant, gap_from: from, gaps: 1 })
        .onConflict((conflict) =>
          conflict.column('tenant').doUpdateSet((row) => ({
            gap_from: row.fn<Date>('least', ['slack_reading.gap_from', 'slack_reading.seen_at', 'excluded.gap_from']),
            gaps: row('slack_reading.gaps', '+', 1),
          })),
        )
        .execute();
    },
    async take(tenant, seconds) {
      const row = await change(tenant)
        .set({ reading_until: inSeconds(seconds) })
        .where('gap_from', 'is not', null)
        // The database's clock, since those of the processes may differ.
        .where((row) => row.or([row('reading_until', 'is', null), row('reading_until', '<', sql<Date>`now()`)]))
        .returning(['gap_from as from', 'gaps'])
        .executeTakeFirst();
      return row?.from ? { from: row.from, gaps: row.gaps } : null;
    },
    async hold(tenant, seconds) {
      await change(tenant)
        .set({ reading_until: inSeconds(seconds) })
        .execute();
    },
    async giveBack(tenant) {
      await change(tenant).set({ reading_until: null }).execute();
    },
    async recovered(tenant, gaps, upTo) {
      await change(tenant)
        .set((row) => ({ gap_from: null, seen_at: row.fn<Date>('greatest', ['seen_at', row.val(upTo)]) }))
        .where('gaps', '=', gaps)
        .execute();
    },
    async unread(tenant, { from, to }) {
      await change(tenant).set({ unread_from: from, unread_to: to }).execute();
    },
    async lastUnread(tenant) {
      const row = await db
        .selectFrom('slack_reading')
        .select(['unread_from as from', 'unread_to as to'])
        .where('tenant', '=', tenant)
        .executeTakeFirst();
      return row?.from && row.to ? { from: row.from, to: row.to } : null;
    },
  };
}
