/** Reads one directory: everyone each night, and what changed in between. By one process; begun anew where that one died. */
import type { StaffChange, StaffDirectory } from '../chat.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/database.ts';
import {
  endReading,
  failReading,
  giveBackReading,
  holdReading,
  namesChanged,
  type Reading,
  takeReading,
} from '../store/directories.ts';
import { type DirectoryKey, markGone, type Named } from '../store/staff.ts';
import { removeGroupsGone } from '../store/staff-groups.ts';
import { settleManagers, settleTeams } from '../store/staff-teams.ts';
import { due } from './due.ts';
import { putDown } from './put-down.ts';

/** Memory is bounded by so many people; the hold is renewed with each page, and lasts for longer than a platform's longest wait. */
const PAGE = 250;
const HOLD_SECONDS = 600;

export interface ReadingRoom {
  readonly db: Db;
  readonly log: Log;
  readonly now: () => Date;
  readonly timeZone: () => string;
  /** Only groups whose names begin so make a team. */
  readonly teamPrefix: string;
  /** True once the program ends: what is left is read by the next. */
  readonly stopped: () => boolean;
}

/** Reads what is due of a directory, unless another process is at it. Rejects only where the database fails. */
export async function readDirectory(room: ReadingRoom, directory: StaffDirectory): Promise<void> {
  const { db, log, now } = room;
  const { platform, tenant } = directory;
  const key: DirectoryKey = { tenant, platform };
  const reading = await takeReading(db, key, HOLD_SECONDS);
  if (!reading) return;
  try {
    const what = due(reading, now(), room.timeZone());
    if (what === 'nothing') return;
    if (what === 'everyone' || !(await readChanges(room, directory, reading)))
      await readEveryone(room, directory, reading);
  } catch (error) {
    if (error instanceof Stopped) return;
    const reason = directory.reasonOf(error);
    log.warn('directory.not-read', { platform, reason, error });
    await failReading(db, key, reason, now());
  } finally {
    await giveBackReading(db, key);
  }
}

async function readEveryone(room: ReadingRoom, directory: StaffDirectory, { readAt }: Reading): Promise<void> {
  const { db, log, now } = room;
  const { platform, tenant, changes } = directory;
  const key: DirectoryKey = { tenant, platform };
  const began = now();
  // Before the first page: what changes while the pages are read is told from here on.
  const mark = changes ? await changes.mark() : null;
  const count = await putAll(room, key, directory.everyone(), { everyone: true, newcomers: readAt !== null });
  // Nobody at all is no organisation, but a permission that was taken away: nobody has left for that.
  if (count === 0) throw new Empty();
  const gone = await markGone(db, key, began, now());
  if (gone > 0) await namesChanged(db, key, now());
  await removeGroupsGone(db, key, began);
  await settle(room, key);
  await endReading(db, key, { readAt: began, changesFrom: mark, now: now() });
  log.info('directory.read', { platform, count, ms: now().getTime() - began.getTime() });
}

/** False where everyone has to be read anew. */
async function readChanges(room: ReadingRoom, directory: StaffDirectory, { changesFrom }: Reading): Promise<boolean> {
  const { db, log, now } = room;
  const { platform, tenant, changes } = directory;
  if (changes === null || changesFrom === null) return false;
  const key: DirectoryKey = { tenant, platform };
  let next: string | null = null;
  const since = changes.since(changesFrom);
  const all = async function* () {
    next = yield* since;
  };
  const count = await putAll(room, key, all(), { everyone: false, newcomers: true });
  if (next === null) return false;
  if (count > 0) await settle(room, key);
  await endReading(db, key, { readAt: null, changesFrom: next, now: now() });
  if (count > 0) log.info('directory.changed', { platform, count });
  return true;
}

/** Gives how many there were. */
async function putAll(
  { db, now, stopped }: ReadingRoom,
  key: DirectoryKey,
  changes: AsyncIterable<StaffChange>,
  named: Omit<Named, 'now'>,
): Promise<number> {
  let count = 0;
  let page: StaffChange[] = [];
  const put = async () => {
    if (stopped()) throw new Stopped();
    await db.transaction().execute(async (trx) => {
      await putDown(trx, key, page, { now: now(), ...named });
      await holdReading(trx, key, HOLD_SECONDS);
    });
    count += page.length;
    page = [];
  };
  for await (const change of changes) {
    page.push(change);
    // A group's members may be thousands.
    if (page.length >= PAGE || change.type === 'group') await put();
  }
  if (page.length > 0) await put();
  return count;
}

async function settle({ db, now, teamPrefix }: ReadingRoom, key: DirectoryKey): Promise<void> {
  await settleTeams(db, key, teamPrefix);
  await settleManagers(db, key, now());
}

class Stopped extends Error {
  override readonly name = 'Stopped';
}

class Empty extends Error {
  override readonly name = 'EmptyDirectory';
}
