import { z } from 'zod';
import type { StaffChange } from '../../chat.ts';
import { type Home, readGroup, readGroupChange, readMember } from './staff.ts';

/** What Slack tells of people and user groups. */
const READERS = {
  team_join: (event, here) => readMember(withUser.safeParse(event).data?.user, here, new Date()),
  user_change: (event, here) => readMember(withUser.safeParse(event).data?.user, here, new Date()),
  subteam_created: (event) => readGroup(withGroup.safeParse(event).data?.subteam),
  subteam_updated: (event) => readGroup(withGroup.safeParse(event).data?.subteam),
  subteam_members_changed: readGroupChange,
} as const satisfies Record<string, (event: unknown, here: Home) => StaffChange | undefined>;

const withUser = z.object({ user: z.unknown() });
const withGroup = z.object({ subteam: z.unknown() });

export const STAFF_EVENTS = Object.keys(READERS) as (keyof typeof READERS)[];

/** Pure. Undefined where the event is none of these, or says nothing that is kept. */
export function readStaff(event: Readonly<Record<string, unknown>>, here: Home): StaffChange | undefined {
  const type = STAFF_EVENTS.find((one) => one === event.type);
  return type && READERS[type](event, here);
}
