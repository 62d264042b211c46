import type { Policy } from '../policy/policy.ts';
import type { Db } from './database.ts';

/** The whole installation has one policy. */
const INSTALLATION = '';

export interface PolicyVersion {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly modes: Policy['modes'];
}

/** Writes down the policy that runs, where it isn't the latest that is known. Two processes that do so at once write one line. */
export async function notePolicy(db: Db, policy: PolicyVersion, now: Date): Promise<void> {
  const [latest] = await listPolicies(db, 1);
  if (latest && latest.name === policy.name && latest.version === policy.version && latest.digest === policy.digest)
    return;
  await db
    .insertInto('policy_versions')
    .values({
      tenant: INSTALLATION,
      ...policy,
      modes: JSON.stringify(policy.modes),
      // To the minute: processes that take up the same edit within seconds.
      first_seen_at: new Date(Math.floor(now.getTime() / 60_000) * 60_000),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The latest first. */
export async function listPolicies(db: Db, most: number): Promise<(PolicyVersion & { readonly since: Date })[]> {
  return db
    .selectFrom('policy_versions')
    .select(['name', 'version', 'digest', 'modes', 'first_seen_at as since'])
    .where('tenant', '=', INSTALLATION)
    .orderBy('first_seen_at', 'desc')
    .limit(most)
    .execute();
}
