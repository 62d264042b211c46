/** Longer than most files: one query for each kind of thing that is kept of a person, and nothing else. */
import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Audience, Category, Language, Level } from '../policy/types.ts';
import type { Actor } from './audit.ts';
import type { Db } from './database.ts';
import type { Answered, Held, Resolution, TriageState } from './tables.ts';

/** Somebody by their pseudonym. */
export interface PersonId {
  readonly tenant: string;
  readonly id: string;
}

/** What a person chose, and what a directory says of them. */
export interface OwnAccount {
  readonly platform: Platform;
  /** The platform's id. */
  readonly user: string;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date | null;
  readonly language: Language | null;
  readonly pausedUntil: Date | null;
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
  readonly recordsSharedAt: Date | null;
  readonly seenParts: number;
  readonly name: string | null;
  readonly email: string | null;
  readonly jobTitle: string | null;
  readonly team: string | null;
  readonly timeZone: string | null;
  readonly joinedOn: string | null;
  readonly awayUntil: Date | null;
  readonly directoryAt: Date | null;
}

export async function findAccount(db: Db, { tenant, id }: PersonId): Promise<OwnAccount | undefined> {
  return db
    .selectFrom('people')
    .select(['platform', 'platform_user as user', 'first_seen_at as firstSeenAt', 'last_seen_at as lastSeenAt'])
    .select(['language', 'quiz_paused_until as pausedUntil', 'quiet_from as quietFrom', 'quiet_to as quietTo'])
    .select(['records_shared_at as recordsSharedAt', 'seen_parts as seenParts', 'name', 'email'])
    .select(['job_title as jobTitle', 'team', 'time_zone as timeZone', 'joined_on as joinedOn'])
    .select(['away_until as awayUntil', 'directory_at as directoryAt'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
}

export interface OwnIncident {
  readonly id: string;
  readonly at: Date;
  readonly level: Exclude<Level, 'clear'>;
  readonly categories: readonly Category[];
  readonly audience: Audience;
  readonly readers: number | null;
  readonly mode: 'watch' | 'nudge';
  readonly held: Held | null;
  readonly answer: Answered | null;
  readonly resolution: Resolution | null;
  /** How the Guardian decided on what the person challenged; null where they did not. */
  readonly challenged: TriageState | null;
}

const incidents = (db: Db, { tenant, id }: PersonId) =>
  db
    .selectFrom('incidents as i')
    .leftJoin('triage as t', (join) =>
      join
        .onRef('t.tenant', '=', 'i.tenant')
        .onRef('t.platform', '=', 'i.platform')
        .onRef('t.channel', '=', 'i.channel')
        .onRef('t.message', '=', 'i.message')
        .on('t.kind', '=', 'disputed'),
    )
    .select(['i.id', 'i.claimed_at as at', 'i.level', 'i.categories', 'i.audience', 'i.readers', 'i.mode', 'i.held'])
    .select(['i.answer', 'i.resolution', 't.state as challenged'])
    .where('i.tenant', '=', tenant)
    .where('i.person', '=', id)
    // An edit that shows nothing worse is the same incident.
    .where('i.repeat_of', 'is', null);

/** The latest first. */
export async function listOwnIncidents(db: Db, person: PersonId, most: number): Promise<OwnIncident[]> {
  return incidents(db, person).orderBy('i.claimed_at', 'desc').orderBy('i.id').limit(most).execute();
}

export async function findOwnIncident(db: Db, person: PersonId, incident: string): Promise<OwnIncident | undefined> {
  return incidents(db, person).where('i.id', '=', incident).executeTakeFirst();
}

export interface OwnMark {
  readonly at: Date;
  readonly topic: string;
  readonly correct: boolean;
  /** In a variant that was new to them: these count for shares. */
  readonly firstSeen: boolean;
  /** Null where it was the question of a notice's "Why?". */
  readonly question: string | null;
  readonly variant: string | null;
}

/** The latest first. */
export async function listOwnMarks(db: Db, { tenant, id }: PersonId, most: number): Promise<OwnMark[]> {
  return db
    .selectFrom('quiz_answers')
    .select(['at', 'topic', 'correct', 'first_seen as firstSeen', 'question', 'variant'])
    .where('tenant', '=', tenant)
    .where('person', '=', id)
    .orderBy('at', 'desc')
    .limit(most)
    .execute();
}

export interface OwnCredit {
  readonly kind: 'fixed-early' | 'near-miss';
  readonly at: Date;
}

export async function listOwnCredits(db: Db, { tenant, id }: PersonId): Promise<OwnCredit[]> {
  return db
    .selectFrom('credits')
    .select(['kind', 'at'])
    .where('tenant', '=', tenant)
    .where('person', '=', id)
    .orderBy('at', 'desc')
    .execute();
}

/** What is kept of an account that signs in, by its realm and subject: no cookie, which would open the door. */
export async function findOwnSignIn(db: Db, { realm, subject }: Actor) {
  const of = { tenant: realm, subject };
  const [account, roles] = await Promise.all([
    db
      .selectFrom('accounts')
      .select(['subject', 'name', 'last_signed_in_at'])
      .where((row) => row.and(of))
      .executeTakeFirst(),
    db
      .selectFrom('role_grants')
      .select(['role', 'at'])
      .where((row) => row.and(of))
      .orderBy('role')
      .execute(),
  ]);
  return { account: account ?? null, roles };
}

/** Everything else that is kept with a person, for a copy of it all: names of columns are those of the tables. */
export async function listOwnRest(db: Db, { tenant, id }: PersonId) {
  const [rounds, asked, memory, outcomes, reported, refreshers, teams, reports, directory] = await Promise.all([
    db
      .selectFrom('quiz_rounds')
      .select(['id', 'kind', 'slot', 'questions', 'delivery', 'asked_at', 'reminded_at', 'closed_at', 'took_part_on'])
      .where('tenant', '=', tenant)
      .where('person', '=', id)
      .orderBy('slot')
      .execute(),
    db
      .selectFrom('quiz_asked')
      .select(['round', 'place', 'topic', 'question', 'variant', 'seen_at'])
      .where('tenant', '=', tenant)
      .where('person', '=', id)
      .orderBy('seen_at')
      .execute(),
    db
      .selectFrom('quiz_memory')
      .select(['topic', 'due', 'stability', 'difficulty', 'reps', 'lapses', 'reviewed'])
      .where('tenant', '=', tenant)
      .where('person', '=', id)
      .orderBy('topic')
      .execute(),
    db
      .selectFrom('outcomes as o')
      .innerJoin('incidents as i', (join) => join.onRef('i.tenant', '=', 'o.tenant').onRef('i.id', '=', 'o.incident'))
      .select(['o.incident', 'o.at', 'o.kind', 'o.detail', 'o.note'])
      .where('i.tenant', '=', tenant)
      .where('i.person', '=', id)
      .orderBy('o.at')
      .orderBy(sql`o.id`)
      .execute(),
    db
      .selectFrom('triage')
      .select(['kind', 'raised_at', 'state'])
      .where('tenant', '=', tenant)
      .where('reporter', '=', id)
      .orderBy('raised_at')
      .execute(),
    db
      .selectFrom('refresher_recipients')
      .select(['refresher', 'is_test', 'delivery', 'reason', 'incident', 'not_before', 'sent_at', 'acknowledged_at'])
      .select(['answered_at', 'chosen', 'correct'])
      .where('tenant', '=', tenant)
      .where('person', '=', id)
      .orderBy('sent_at')
      .execute(),
    db
      .selectFrom('team_managers')
      .select(['team', 'source'])
      .where('tenant', '=', tenant)
      .where('person', '=', id)
      .orderBy('team')
      .execute(),
    db
      .selectFrom('manager_reports')
      .select(['month', 'delivery', 'sent_at'])
      .where('tenant', '=', tenant)
      .where('person', '=', id)
      .orderBy('month')
      .execute(),
    db
      .selectFrom('people as p')
      .leftJoin('people as m', (join) => join.onRef('m.tenant', '=', 'p.tenant').onRef('m.id', '=', 'p.manager'))
      .select(['p.department', 'p.guest', 'p.left_on', 'p.from_admin'])
      .select(({ fn }) => fn.coalesce('m.name', 'm.platform_user').as('manager'))
      .where('p.tenant', '=', tenant)
      .where('p.id', '=', id)
      .executeTakeFirstOrThrow(),
  ]);
  return { rounds, asked, memory, outcomes, reported, refreshers, teams, reports, directory };
}
