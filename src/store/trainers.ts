import { sql } from 'kysely';
import type { Actor } from './audit.ts';
import type { Db } from './database.ts';
import type { PersonKey } from './people.ts';

const ROLE = 'trainer';

/**
 * The account of somebody who posts, where it is a trainer's on the dashboard: by a grant to the account that they sign in with, or by what their
 * identity provider said when they signed in, for as long as that lasts (`since`). Nobody is where nobody signs in.
 */
export async function findTrainer(
  db: Db,
  { tenant, platform, user }: PersonKey,
  since: Date,
): Promise<Actor | undefined> {
  const { rows } = await sql<Actor>`
    select a.tenant as realm, a.subject from people p join accounts a on a.person_tenant = p.tenant and a.person = p.id
    where p.tenant = ${tenant} and p.platform = ${platform} and p.platform_user = ${user} and (
      exists (select from role_grants g where g.tenant = a.tenant and g.subject = a.subject and g.role = ${ROLE})
      or exists (select from sessions s where s.subject = a.subject and starts_with(a.tenant, s.tenant)
        and s.created_at > ${since} and ${ROLE} = any(s.roles)))
    order by a.last_signed_in_at desc limit 1`.execute(db);
  return rows[0];
}
