import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Db } from './database.ts';
import { type DirectoryKey, stillHere } from './staff.ts';
import type { Trx } from './tables.ts';

/** Where the reading of one organisation's directory stands. */
export interface Reading {
  /** When the last one began that came to its end. */
  readonly readAt: Date | null;
  readonly changesFrom: string | null;
  readonly askedAt: Date | null;
  readonly failedAt: Date | null;
}

const inSeconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;
const change = (db: Db | Trx, { tenant, platform }: DirectoryKey) =>
  db.updateTable('directories').where('tenant', '=', tenant).where('platform', '=', platform);

/** Takes the reading for so many seconds; undefined where another process has it. By the database's clock. */
export async function takeReading(db: Db, key: DirectoryKey, seconds: number): Promise<Reading | undefined> {
  await db
    .insertInto('directories')
    .values({ tenant: key.tenant, platform: key.platform })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return change(db, key)
    .set({ held_until: inSeconds(seconds) })
    .where((row) => row.or([row('held_until', 'is', null), row('held_until', '<', sql<Date>`now()`)]))
    .returning(['read_at as readAt', 'changes_from as changesFrom', 'asked_at as askedAt', 'failed_at as failedAt'])
    .executeTakeFirst();
}

export async function holdReading(db: Db | Trx, key: DirectoryKey, seconds: number): Promise<void> {
  await change(db, key)
    .set({ held_until: inSeconds(seconds) })
    .execute();
}

export async function giveBackReading(db: Db, key: DirectoryKey): Promise<void> {
  await change(db, key).set({ held_until: null }).execute();
}

/** It came to its end. `readAt`: null where only changes were read. */
export async function endReading(
  db: Db,
  key: DirectoryKey,
  { readAt, changesFrom, now }: { readAt: Date | null; changesFrom: string | null; now: Date },
): Promise<void> {
  await change(db, key)
    .set({
      ...(readAt ? { read_at: readAt } : {}),
      changes_from: changesFrom,
      asked_at: now,
      failed_at: null,
      problem: null,
    })
    .execute();
}

export async function failReading(db: Db, key: DirectoryKey, problem: string, now: Date): Promise<void> {
  await change(db, key).set({ failed_at: now, problem }).execute();
}

/** A name came, changed or went: each process reads them again. */
export async function namesChanged(db: Db | Trx, { tenant, platform }: DirectoryKey, now: Date): Promise<void> {
  await db
    .insertInto('directories')
    .values({ tenant, platform, names_at: now })
    .onConflict((conflict) => conflict.columns(['tenant', 'platform']).doUpdateSet({ names_at: now }))
    .execute();
}

/** For those who look after it: how each directory does. */
export interface DirectoryState {
  readonly tenant: string;
  readonly platform: Platform;
  readonly readAt: Date | null;
  readonly askedAt: Date | null;
  readonly failedAt: Date | null;
  /** The platform's own short code of why it could not be read. */
  readonly problem: string | null;
  /** Whom it names, and who has not left. */
  readonly people: number;
}

export async function directoryStates(db: Db, platforms: readonly Platform[], now: Date): Promise<DirectoryState[]> {
  if (platforms.length === 0) return [];
  return db
    .selectFrom('directories as d')
    .select(['d.tenant', 'd.platform', 'd.read_at as readAt', 'd.asked_at as askedAt'])
    .select(['d.failed_at as failedAt', 'd.problem'])
    .select((row) =>
      row
        .selectFrom('people as p')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('p.tenant', '=', 'd.tenant')
        .whereRef('p.platform', '=', 'd.platform')
        .where('p.directory_at', 'is not', null)
        .where(stillHere(now, 'p'))
        .$asScalar()
        .$notNull()
        .as('people'),
    )
    .where('d.platform', 'in', [...platforms])
    .orderBy('d.platform')
    .orderBy('d.tenant')
    .execute();
}
