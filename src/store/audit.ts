import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** What is worth a line: a look at the data of persons, what leaves as a file, and what changes what others are asked, told or watched for. */
export const AUDIT_ACTIONS = [
  'triage.viewed',
  'triage.decided',
  'triage.exported',
  'records.exported',
  'people.searched',
  'person.viewed',
  'people.imported',
  'role.given',
  'role.taken',
  'team.given',
  'team.taken',
  'jobs.redriven',
  'own.downloaded',
  'own.erased',
  'evidence.exported',
  'refresher.written',
  'refresher.tested',
  'refresher.sent',
  'refresher.unscheduled',
  'refresher.cancelled',
  'refresher.resent',
  'campaign.written',
  'question.changed',
  'question.retired',
  'channel.ruled',
  'audit.viewed',
  'audit.exported',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who does it: a viewer of the dashboard is one; in chat, the account that somebody signs in with. */
export interface Actor {
  readonly realm: string;
  readonly subject: string;
}

export interface AuditEntry {
  readonly action: AuditAction;
  /** What it is about, as in `person:<id>`; no spaces. */
  readonly subject?: string;
  /** A code, such as a role or a count; no spaces, and never a free word. */
  readonly detail?: string;
}

/** Puts it into the log. Before the page is sent or with the change, so that nothing is seen or changed without a line. */
export async function audit(db: Kysely<Database>, { realm, subject: actor }: Actor, entry: AuditEntry): Promise<void> {
  const { action, subject = null, detail = null } = entry;
  await db.insertInto('audit_log').values({ tenant: realm, actor, action, subject, detail }).execute();
}

export interface AuditLine {
  readonly id: number;
  readonly at: Date;
  readonly actor: string;
  /** As the account signed in last. */
  readonly name: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly detail: string | null;
}

export interface AuditFilter {
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** Only lines older than the one with this id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** The log of a realm, the newest line first. */
export async function listAudit(
  db: Kysely<Database>,
  realm: string,
  { actor, action, before, limit }: AuditFilter,
): Promise<AuditLine[]> {
  return db
    .selectFrom('audit_log as l')
    .leftJoin('accounts as a', (join) => join.onRef('a.tenant', '=', 'l.tenant').onRef('a.subject', '=', 'l.actor'))
    .select(['l.id', 'l.at', 'l.actor', 'a.name', 'l.action', 'l.subject', 'l.detail'])
    .where('l.tenant', '=', realm)
    .$if(actor !== undefined, (query) => query.where('l.actor', '=', actor ?? ''))
    .$if(action !== undefined, (query) => query.where('l.action', '=', action ?? ''))
    .$if(before !== undefined, (query) => query.where('l.id', '<', before ?? 0))
    .orderBy('l.id', 'desc')
    .limit(limit)
    .execute();
}
