import { sql } from 'kysely';
import type { StaffChange } from '../chat.ts';
import type { Db } from './database.ts';
import type { DirectoryKey } from './staff.ts';
import type { Trx } from './tables.ts';

type Group = Extract<StaffChange, { type: 'group' }>;

/** Puts down a group and who is in it. One whose name was never said is none of those that teams are made of. */
export async function putGroup(
  trx: Trx,
  { tenant, platform }: DirectoryKey,
  { id, name, whole, joined, gone }: Group,
  now: Date,
): Promise<void> {
  const known =
    name === null
      ? await trx
          .updateTable('staff_groups')
          .set({ seen_at: now })
          .where('tenant', '=', tenant)
          .where('platform', '=', platform)
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst()
      : await trx
          .insertInto('staff_groups')
          .values({ tenant, platform, id, name, seen_at: now })
          .onConflict((conflict) => conflict.columns(['tenant', 'platform', 'id']).doUpdateSet({ name, seen_at: now }))
          .returning('id')
          .executeTakeFirst();
  if (!known) return;
  const members = trx
    .deleteFrom('staff_group_members')
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('staff_group', '=', id);
  if (whole) await members.where(sql<boolean>`not platform_user = any(${[...joined]}::text[])`).execute();
  else if (gone.length > 0) await members.where(sql<boolean>`platform_user = any(${[...gone]}::text[])`).execute();
  if (joined.length === 0) return;
  await sql`
    insert into staff_group_members (tenant, platform, staff_group, platform_user)
      select ${tenant}, ${platform}, ${id}, member from unnest(${[...joined]}::text[]) as member
      on conflict do nothing`.execute(trx);
}

export async function removeGroup(trx: Trx, { tenant, platform }: DirectoryKey, id: string): Promise<void> {
  await trx
    .deleteFrom('staff_groups')
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('id', '=', id)
    .execute();
}

/** Groups that the directory has not named since `before` are no more. */
export async function removeGroupsGone(db: Db, { tenant, platform }: DirectoryKey, before: Date): Promise<void> {
  await db
    .deleteFrom('staff_groups')
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('seen_at', '<', before)
    .execute();
}
