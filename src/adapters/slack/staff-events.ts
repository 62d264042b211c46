import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { StaffChange } from '../../chat.ts';
import type { Desk } from './desk.ts';
import { readGroup, readGroupChange, readMember } from './staff.ts';
import type { Envelope, Workspace } from './workspace.ts';

/** What Slack tells of people and user groups. */
const READERS = {
  team_join: (event) => readMember(withUser.safeParse(event).data?.user, new Date()),
  user_change: (event) => readMember(withUser.safeParse(event).data?.user, new Date()),
  subteam_created: (event) => readGroup(withGroup.safeParse(event).data?.subteam),
  subteam_updated: (event) => readGroup(withGroup.safeParse(event).data?.subteam),
  subteam_members_changed: readGroupChange,
} as const satisfies Record<string, (event: unknown) => StaffChange | undefined>;

const withUser = z.object({ user: z.unknown() });
const withGroup = z.object({ subteam: z.unknown() });

export const STAFF_EVENTS = Object.keys(READERS) as (keyof typeof READERS)[];

/** Hands in what Slack tells of its directory. `outsideOf`: undefined where it is not for us, which was said. */
export function listenToStaff(
  app: App,
  { inbound, workspace }: Pick<Desk, 'inbound' | 'workspace'>,
  outsideOf: (body: unknown, here: Workspace) => Envelope | undefined,
): void {
  for (const type of STAFF_EVENTS) {
    app.event(type, async ({ event, body }) => {
      const here = await workspace();
      const change = outsideOf(body, here) && READERS[type](event);
      if (change) await inbound.onStaff({ platform: 'slack', tenant: here.tenant, changes: [change] });
    });
  }
}
