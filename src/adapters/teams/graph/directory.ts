import { z } from 'zod';
import { type Graph, type Page, part } from './client.ts';
import type { Directory, StaffChange, StaffMember, StaffTeam } from './types.ts';

const PERSON = 'id,displayName,mail,userType,accountEnabled,department';

const person = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userType: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  department: z.string().nullish(),
});
const referred = z.object({ id: z.string(), '@removed': z.unknown().optional() });
const managed = z.object({ ...person.shape, manager: referred.nullish() });
const team = z.object({ id: z.string(), displayName: z.string().nullish() });
const members = z.object({ value: z.array(z.object({ id: z.string() })), '@odata.nextLink': z.string().optional() });

const gone = z.object({ id: z.string(), '@removed': z.object({}) });
const changedPerson = z.object({
  ...person.partial().shape,
  id: z.string(),
  'manager@delta': z.array(referred).optional(),
});
const changedTeam = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  'members@delta': z.array(referred).optional(),
});

const TEAMS_ONLY = encodeURIComponent("resourceProvisioningOptions/Any(x:x eq 'Team')");

/** The organisation's own directory: who is staff, in which teams, under whom. */
export function createDirectory(graph: Graph): Directory {
  return {
    async *everyone() {
      const teams = await teamsOfPeople(graph);
      const list = `/users?$select=${PERSON}&$expand=manager($select=id)&$top=999`;
      for await (const { items } of graph.pages(list)) {
        for (const item of items) {
          const { manager, ...rest } = managed.parse(item);
          yield { ...readPerson(rest), manager: manager?.id ?? null, teams: teams.get(rest.id) ?? [] };
        }
      }
    },

    async *changes(links) {
      const people = yield* follow(graph, links?.people ?? `/users/delta?$select=${PERSON},manager`, readPersonChange);
      const start = '/groups/delta?$select=displayName,members,resourceProvisioningOptions';
      const groups = yield* follow(graph, links?.teams ?? start, readTeamChange);
      return { people, teams: groups };
    },
  };
}

/** Gives the changes, and in the end where to go on the next time. */
async function* follow(
  graph: Graph,
  link: string,
  read: (item: unknown) => StaffChange,
): AsyncGenerator<StaffChange, string> {
  let next = link;
  for await (const { items, deltaLink } of graph.pages(link)) {
    for (const item of items) yield read(item);
    next = deltaLink ?? next;
  }
  return next;
}

/** Pure. */
export function readPersonChange(item: unknown): StaffChange {
  const left = gone.safeParse(item);
  if (left.success) return { type: 'left', id: left.data.id };
  const { 'manager@delta': managers, id, ...rest } = changedPerson.parse(item);
  const now = managers?.findLast((one) => one['@removed'] === undefined)?.id ?? null;
  return {
    type: 'person',
    id,
    // Graph sends what changed, and leaves out the rest.
    ...(rest.displayName === undefined ? {} : { name: rest.displayName ?? '' }),
    ...(rest.mail === undefined ? {} : { email: rest.mail }),
    ...(rest.userType === undefined ? {} : { guest: rest.userType === 'Guest' }),
    ...(rest.accountEnabled === undefined ? {} : { active: rest.accountEnabled ?? false }),
    ...(rest.department === undefined ? {} : { department: rest.department }),
    ...(managers === undefined ? {} : { manager: now }),
  };
}

/** Pure. */
export function readTeamChange(item: unknown): StaffChange {
  const left = gone.safeParse(item);
  if (left.success) return { type: 'team-gone', id: left.data.id };
  const { id, displayName, 'members@delta': changed = [] } = changedTeam.parse(item);
  return {
    type: 'team',
    id,
    name: displayName ?? null,
    joined: changed.filter((one) => one['@removed'] === undefined).map((one) => one.id),
    gone: changed.filter((one) => one['@removed'] !== undefined).map((one) => one.id),
  };
}

function readPerson(one: z.infer<typeof person>): Omit<StaffMember, 'teams' | 'manager'> {
  return {
    id: one.id,
    name: one.displayName ?? '',
    email: one.mail ?? null,
    guest: one.userType === 'Guest',
    active: one.accountEnabled ?? false,
    department: one.department ?? null,
  };
}

/** Twenty teams a round trip; the rest of a large one is listed by itself. */
async function teamsOfPeople(graph: Graph): Promise<Map<string, StaffTeam[]>> {
  const teams = new Map<string, StaffTeam[]>();
  const join = (id: string, one: StaffTeam) => {
    const before = teams.get(id);
    if (before) before.push(one);
    else teams.set(id, [one]);
  };
  for await (const { items } of graph.pages(`/groups?$filter=${TEAMS_ONLY}&$select=id,displayName&$top=999`)) {
    const page = items.map((item) => team.parse(item));
    const answers = await graph.batch(
      page.map(({ id }) => `/groups/${part(id)}/members/microsoft.graph.user?$select=id&$top=999`),
    );
    for (const [index, { id, displayName }] of page.entries()) {
      const one = { id, name: displayName ?? '' };
      const first = answers[index];
      // Deleted since it was listed.
      if (first?.status === 404) continue;
      const { value, '@odata.nextLink': more } = members.parse(first?.body);
      for (const member of value) join(member.id, one);
      if (more === undefined) continue;
      for await (const rest of graph.pages(more)) for (const member of idsOf(rest)) join(member, one);
    }
  }
  return teams;
}

const idsOf = ({ items }: Page): string[] => items.map((item) => referred.parse(item).id);
