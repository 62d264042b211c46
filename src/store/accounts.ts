import type { Db } from './database.ts';
import type { AccountKey } from './role-grants.ts';
import type { SignInClaims } from './tables.ts';

/** Somebody among those who post: their organisation and pseudonym. */
export interface PersonRef {
  readonly tenant: string;
  readonly id: string;
}

/**
 * Who of those who post has signed in: the one with this account of the chat platform, else the only one with this
 * verified address. Null where nobody or more than one has it.
 */
export async function personBehind(db: Db, { account, email }: SignInClaims): Promise<PersonRef | null> {
  const people = db.selectFrom('people').select(['tenant', 'id']);
  if (account) {
    const row = await people
      .where('platform', '=', account.platform)
      .where('tenant', 'in', [...account.tenants])
      .where('platform_user', '=', account.user)
      .executeTakeFirst();
    return row ?? null;
  }
  if (email === null) return null;
  const [only, another] = await people.where('email', '=', email).limit(2).execute();
  return only && !another ? only : null;
}

/** Remembers that this account signed in, and as whom. */
export async function keepAccount(
  db: Db,
  { tenant, subject }: AccountKey,
  { name, person, now }: { name: string | null; person: PersonRef | null; now: Date },
): Promise<void> {
  const known = { name, person_tenant: person?.tenant ?? null, person: person?.id ?? null, last_signed_in_at: now };
  await db
    .insertInto('accounts')
    .values({ tenant, subject, ...known })
    .onConflict((conflict) => conflict.columns(['tenant', 'subject']).doUpdateSet(known))
    .execute();
}
