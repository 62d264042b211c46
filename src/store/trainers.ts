import { sql } from 'kysely';
import type { Db } from './database.ts';
import type { PersonKey } from './people.ts';

const ROLE = 'trainer';

/**
 * Whether somebody who posts is a trainer on the dashboard: by a grant to the account that they sign in with, or by what their
 * identity provider said when they signed in, for as long as that lasts (`since`). Nobody is where nobody signs in.
 */
export async function isTrainer(db: Db, { tenant, platform, user }: PersonKey, since: Date): Promise<boolean> {
  const { rows } = await sql`
    select 1 from people p join accounts a on a.person_tenant = p.tenant and a.person = p.id
    where p.tenant = ${tenant} and p.platform = ${platform} and p.platform_user = ${user} and (
      exists (select from role_grants g where g.tenant = a.tenant and g.subject = a.subject and g.role = ${ROLE})
      or exists (select from sessions s where s.subject = a.subject and starts_with(a.tenant, s.tenant)
        and s.created_at > ${since} and ${ROLE} = any(s.roles)))
    limit 1`.execute(db);
  return rows.length > 0;
}
