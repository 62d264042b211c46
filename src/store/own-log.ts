import { sql } from 'kysely';
import type { Actor } from './audit.ts';
import type { Db } from './database.ts';
import type { PersonId } from './own.ts';

export interface OwnLogLine {
  readonly at: Date;
  readonly action: string;
  readonly detail: string | null;
  /** They did it themself. */
  readonly own: boolean;
  /** It is about them, and not about somebody or something else. */
  readonly about: boolean;
}

/**
 * What the audit log says about somebody, the oldest line first: who opened the page of them, or an item of the Guardian's list on
 * a message of theirs or that they raised; what was changed for their sign-in; and what they did here themself. Of what others
 * raised about them nothing is told, since it would say that they did.
 *
 * A workspace of a Slack grid has a log of its own, so lines about a person are found in any: no two have the same pseudonym.
 */
export async function listOwnLog(db: Db, { tenant, id }: PersonId, account: Actor): Promise<OwnLogLine[]> {
  const { rows } = await sql<OwnLogLine>`
    with mine as (
      select 'person:' || ${id} as subject
      union all
      select 'triage:' || t.id from triage t where t.tenant = ${tenant} and t.reporter = ${id}::uuid
      union all
      select 'triage:' || t.id from incidents i join triage t on t.tenant = i.tenant and t.platform = i.platform
        and t.channel = i.channel and t.message = i.message and t.kind in ('unfixed', 'unreachable', 'disputed')
        where i.tenant = ${tenant} and i.person = ${id}::uuid),
    about as (
      select l.tenant, l.id from audit_log l where l.subject in (select subject from mine)
      union
      select l.tenant, l.id from audit_log l where l.tenant = ${account.realm} and l.subject = 'account:' || ${account.subject})
    select l.at, l.action, l.detail, (l.tenant = ${account.realm} and l.actor = ${account.subject}) as own,
      (l.tenant, l.id) in (select tenant, id from about) as about
    from audit_log l
    where (l.tenant, l.id) in (select tenant, id from about union
      select tenant, id from audit_log where tenant = ${account.realm} and actor = ${account.subject})
    order by l.at, l.id`.execute(db);
  return rows;
}
