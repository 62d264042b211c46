import type { StaffChange, StaffDirectory, StaffMember } from '../../src/chat.ts';
import type { ReadingRoom } from '../../src/directory/read.ts';
import { createLog } from '../../src/log.ts';
import type { Db } from '../../src/store/database.ts';

export const TENANT = 'T01TRUST';

/** Somebody of the directory; the rest is as with most. */
export const member = (user: string, facts: Partial<StaffMember> = {}): StaffMember => ({
  user,
  name: `Person ${user}`,
  email: null,
  jobTitle: null,
  department: null,
  manager: null,
  guest: false,
  active: true,
  language: null,
  timeZone: null,
  awayUntil: null,
  joinedOn: null,
  ...facts,
});

export const named = (user: string, facts?: Partial<StaffMember>): StaffChange => ({
  type: 'person',
  person: member(user, facts),
});

export const group = (id: string, name: string, joined: readonly string[]): StaffChange => ({
  type: 'group',
  id,
  name,
  whole: true,
  joined,
  gone: [],
});

/** A directory whose contents the test sets, and how often it was read. */
export interface TestDirectory extends StaffDirectory {
  all: readonly StaffChange[];
  /** By the mark that they came after; null: too long ago. */
  news: readonly StaffChange[] | null;
  reads: number;
  asked: number;
  /** Thrown after so many. */
  fault: { after: number; error: Error } | undefined;
  /** Waited for before each but the first. */
  pace: (count: number) => Promise<void>;
}

export function testDirectory(all: readonly StaffChange[] = [], { tells = true } = {}): TestDirectory {
  let marks = 0;
  const directory: TestDirectory = {
    platform: 'slack',
    tenant: TENANT,
    all,
    news: [],
    reads: 0,
    asked: 0,
    fault: undefined,
    pace: async () => {},
    async *everyone() {
      directory.reads++;
      let count = 0;
      for (const change of directory.all) {
        if (directory.fault?.after === count) throw directory.fault.error;
        if (count > 0) await directory.pace(count);
        count++;
        yield change;
      }
    },
    changes: tells
      ? null
      : {
          mark: async () => `mark-${++marks}`,
          async *since() {
            directory.asked++;
            if (directory.news === null) return null;
            yield* directory.news;
            return `mark-${++marks}`;
          },
        },
    reasonOf: (error) => (error instanceof Error ? error.name : 'unknown'),
  };
  return directory;
}

export function roomOf(db: Db, clock: { now: Date }, more: Partial<ReadingRoom> = {}): ReadingRoom {
  return {
    db,
    log: createLog('silent'),
    now: () => clock.now,
    timeZone: () => 'Europe/London',
    teamPrefix: '',
    stopped: () => false,
    ...more,
  };
}

/** What is known of everybody, by the platform's id. */
export async function peopleOf(db: Db) {
  const rows = await db
    .selectFrom('people')
    .selectAll()
    .where('tenant', '=', TENANT)
    .orderBy('platform_user')
    .execute();
  return new Map(rows.map((row) => [row.platform_user, row]));
}
