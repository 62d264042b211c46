import type { Inbound, StaffChange } from '../chat.ts';
import type { House } from '../house.ts';
import { settleTeams } from '../store/staff-teams.ts';
import { putDown } from './put-down.ts';

/** The journey of what a platform tells of its directory by itself: put down at once. */
export function createStaff({ db, now }: Pick<House, 'db' | 'now'>, teamPrefix: string): Inbound['onStaff'] {
  return async ({ platform, tenant, changes }) => {
    const key = { tenant, platform };
    await db.transaction().execute(async (trx) => {
      await putDown(trx, key, changes, { now: now(), everyone: false, newcomers: true });
      await settleTeams(trx, key, teamPrefix, whoseTeam(changes));
    });
  };
}

/** Null for anybody's: a group's name may be any of its members' team. */
function whoseTeam(changes: readonly StaffChange[]): string[] | null {
  const people = changes.flatMap((change) => (change.type === 'person' ? [change.person.user] : []));
  return people.length === changes.length ? people : null;
}
