/** What a directory says, into the tables: people by pages, groups one by one. */
import type { StaffChange, StaffMember } from '../chat.ts';
import { namesChanged } from '../store/directories.ts';
import { type DirectoryKey, markLeft, type Named, putStaff } from '../store/staff.ts';
import { putGroup, removeGroup } from '../store/staff-groups.ts';
import type { Trx } from '../store/tables.ts';

/** Changes in their order, but that people who come one after the other are put down together. */
export async function putDown(
  trx: Trx,
  key: DirectoryKey,
  changes: readonly StaffChange[],
  named: Named,
): Promise<void> {
  let renamed = false;
  let people: StaffMember[] = [];
  const putPeople = async () => {
    renamed = (await putStaff(trx, key, people, named)) || renamed;
    people = [];
  };
  for (const change of changes) {
    if (change.type === 'person') {
      people.push(change.person);
      continue;
    }
    await putPeople();
    switch (change.type) {
      case 'left':
        renamed = (await markLeft(trx, key, [change.user], named.now)) || renamed;
        break;
      case 'group':
        await putGroup(trx, key, change, named.now);
        break;
      case 'group-gone':
        await removeGroup(trx, key, change.id);
        break;
    }
  }
  await putPeople();
  if (renamed) await namesChanged(trx, key, named.now);
}
