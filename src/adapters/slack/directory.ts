import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { StaffChange, StaffDirectory } from '../../chat.ts';
import { slackCode } from './errors.ts';
import type { Installations } from './installations.ts';
import { readGroup, readMember } from './staff.ts';
import type { Workspace } from './workspace.ts';
import type { Workspaces } from './workspaces.ts';

const PAGE = 500;

const people = z.object({
  members: z.array(z.unknown()),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const groups = z.object({ usergroups: z.array(z.unknown()) });
const teams = z.object({
  teams: z.array(z.object({ id: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/** The directories of the workspaces and enterprises whose tokens may read them. */
export function createDirectories(
  installations: Pick<Installations, 'list'>,
  workspaces: Pick<Workspaces, 'now'>,
  now: () => Date = () => new Date(),
): () => Promise<StaffDirectory[]> {
  return async () => {
    const found: StaffDirectory[] = [];
    for (const { tenant, ended } of await installations.list()) {
      const here = ended === null ? await workspaces.now(tenant) : undefined;
      if (!here || !may(here, 'users:read')) continue;
      found.push({
        platform: 'slack',
        tenant,
        everyone: () => everyone(here.clients.directory, here, now),
        // Slack tells of them by itself: `staff-events.ts`.
        changes: null,
        reasonOf: (error) => slackCode(error) ?? (error instanceof Error ? error.name : 'unknown'),
      });
    }
    return found;
  };
}

const may = ({ scopes }: Workspace, scope: string): boolean => scopes === null || scopes.includes(scope);

async function* everyone(client: WebClient, here: Workspace, now: () => Date): AsyncGenerator<StaffChange> {
  const ofTeams = here.orgWide ? await teamsOf(client) : [{}];
  for (const team of ofTeams) {
    for (let cursor = ''; ; ) {
      const answer = people.parse(
        await client.users.list({ ...team, limit: PAGE, include_locale: true, ...(cursor === '' ? {} : { cursor }) }),
      );
      for (const item of answer.members) {
        const change = readMember(item, here, now());
        if (change) yield change;
      }
      cursor = answer.response_metadata?.next_cursor ?? '';
      if (cursor === '') break;
    }
  }
  if (!may(here, 'usergroups:read')) return;
  for (const team of ofTeams) {
    const answer = groups.parse(await client.usergroups.list({ ...team, include_users: true }));
    for (const item of answer.usergroups) {
      const change = readGroup(item);
      if (change) yield change;
    }
  }
}

/** With a token of the whole enterprise, people and groups are listed workspace by workspace. */
async function teamsOf(client: WebClient): Promise<{ team_id: string }[]> {
  const found: { team_id: string }[] = [];
  for (let cursor = ''; ; ) {
    const answer = teams.parse(await client.auth.teams.list(cursor === '' ? {} : { cursor }));
    found.push(...answer.teams.map(({ id }) => ({ team_id: id })));
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') return found;
  }
}
