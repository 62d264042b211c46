import { type Kysely, sql } from 'kysely';
import type { Db } from './database.ts';
import type { Database } from './tables.ts';

/** One change of a question, as it was stored. */
export interface StoredVersion {
  readonly tenant: string;
  readonly question: string;
  /** From 1. */
  readonly number: number;
  readonly topic: string;
  /** Null: as the files of the bank have it. */
  readonly content: unknown;
  readonly welsh: boolean;
  readonly retired: boolean;
  readonly author: string;
  readonly at: Date;
}

/** Rows are only ever added: as long as their number is the same, so are they. */
export async function countVersions(db: Db, tenants: readonly string[]): Promise<number> {
  const { count } = await db
    .selectFrom('question_versions')
    .select(sql<number>`count(*)::integer`.as('count'))
    .where('tenant', 'in', [...tenants])
    .executeTakeFirstOrThrow();
  return count;
}

/** The latest of each question and tenant, those that were made first before those that came later. */
export async function latestVersions(db: Db, tenants: readonly string[]): Promise<StoredVersion[]> {
  const rows = await db
    .selectFrom('question_versions')
    .selectAll()
    .distinctOn(['tenant', 'question'])
    .where('tenant', 'in', [...tenants])
    .orderBy('tenant')
    .orderBy('question')
    .orderBy('number', 'desc')
    .execute();
  return rows.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** All of one question, the latest first. */
export async function versionsOf(
  db: Kysely<Database>,
  tenants: readonly string[],
  question: string,
): Promise<StoredVersion[]> {
  return db
    .selectFrom('question_versions')
    .selectAll()
    .where('tenant', 'in', [...tenants])
    .where('question', '=', question)
    .orderBy('at', 'desc')
    .orderBy('number', 'desc')
    .execute();
}

/** Keeps a change; false where somebody else was first with that number. */
export async function addVersion(db: Kysely<Database>, version: StoredVersion): Promise<boolean> {
  const { content, ...rest } = version;
  const row = await db
    .insertInto('question_versions')
    .values({ ...rest, content: content === null ? null : JSON.stringify(content) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('number')
    .executeTakeFirst();
  return row !== undefined;
}
