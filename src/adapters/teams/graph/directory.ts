import { z } from 'zod';
import type { StaffChange, StaffDirectory, StaffMember } from '../../../chat.ts';
import { type Graph, part } from './client.ts';
import { reasonOf, statusOf } from './errors.ts';

const PERSON = 'id,displayName,mail,jobTitle,department,userType,accountEnabled,preferredLanguage,employeeHireDate';
const MANAGER = '$expand=manager($select=id)';

const id = z.string().toLowerCase();
const person = z.object({
  id,
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  jobTitle: z.string().nullish(),
  department: z.string().nullish(),
  userType: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  preferredLanguage: z.string().nullish(),
  employeeHireDate: z.iso.datetime({ offset: true }).nullish().catch(null),
  manager: z.object({ id }).nullish(),
});
const referred = z.object({ id, '@removed': z.unknown().optional() });
const group = z.object({ id: z.string(), displayName: z.string() });
const changedGroup = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  '@removed': z.unknown().optional(),
  'members@delta': z.array(referred).optional(),
});
const changedPerson = z.object({ id, '@removed': z.unknown().optional() });

/** Where to go on from, of people and of groups: links that Graph gave. `groups`: null where groups make no team. */
const mark = z.object({ people: z.string(), groups: z.string().nullable() });

/** As of now, and nothing of before: https://learn.microsoft.com/graph/delta-query-overview */
const LATEST = '$deltatoken=latest';

/**
 * Entra's directory of one tenant. With a `prefix` also its groups whose names begin so, for those who have no department;
 * without, no group is read.
 */
export function createDirectory(graph: Graph, tenant: string, prefix: string): StaffDirectory {
  const isOurs = (name: string | null | undefined): boolean => prefix !== '' && !!name?.startsWith(prefix);
  return {
    platform: 'teams',
    tenant,
    reasonOf,

    async *everyone() {
      for await (const { items } of graph.pages(`/users?$select=${PERSON}&${MANAGER}&$top=999`))
        for (const item of items) yield readPerson(item);
      if (prefix === '') return;
      const named = encodeURIComponent(`startswith(displayName,'${prefix.replaceAll("'", "''")}')`);
      for await (const { items } of graph.pages(`/groups?$filter=${named}&$select=id,displayName&$top=999`))
        for (const item of items) yield await wholeGroup(graph, item);
    },

    changes: {
      async mark() {
        const people = await latest(graph, `/users/delta?$select=${PERSON},manager&${LATEST}`);
        const groups =
          prefix === '' ? null : await latest(graph, `/groups/delta?$select=displayName,members&${LATEST}`);
        return JSON.stringify({ people, groups } satisfies z.infer<typeof mark>);
      },
      async *since(text) {
        const from = mark.parse(JSON.parse(text));
        // Groups have come into use since, or gone out of it.
        if ((from.groups === null) !== (prefix === '')) return null;
        try {
          const people = yield* follow(graph, from.people, (items) => readPeople(graph, items));
          const groups =
            from.groups === null ? null : yield* follow(graph, from.groups, (items) => readGroups(items, isOurs));
          return JSON.stringify({ people, groups } satisfies z.infer<typeof mark>);
        } catch (error) {
          // Graph keeps what changed for some days.
          if (statusOf(error) === 410) return null;
          throw error;
        }
      },
    },
  };
}

async function latest(graph: Graph, path: string): Promise<string> {
  let link: string | null = null;
  for await (const { deltaLink } of graph.pages(path)) link = deltaLink;
  if (link === null) throw new Error('Graph gave no link to go on from.');
  return link;
}

/** Gives the changes, and in the end where to go on the next time. */
async function* follow(
  graph: Graph,
  link: string,
  read: (items: readonly unknown[]) => Promise<StaffChange[]> | StaffChange[],
): AsyncGenerator<StaffChange, string> {
  let next = link;
  for await (const { items, deltaLink } of graph.pages(link)) {
    yield* await read(items);
    next = deltaLink ?? next;
  }
  return next;
}

/** Graph may tell only what changed of somebody, so that they are read whole. */
async function readPeople(graph: Graph, items: readonly unknown[]): Promise<StaffChange[]> {
  const changed = items.map((item) => changedPerson.parse(item));
  const gone = changed.filter((one) => one['@removed'] !== undefined);
  const left = changed.filter((one) => one['@removed'] === undefined).map((one) => one.id);
  const answers = await graph.batch(left.map((one) => `/users/${part(one)}?$select=${PERSON}&${MANAGER}`));
  return [
    ...gone.map((one) => ({ type: 'left', user: one.id }) as const),
    ...answers.map(({ status, body }, index): StaffChange => {
      if (status === 404) return { type: 'left', user: left[index] ?? '' };
      if (status !== 200) throw new Error(`Graph did not give somebody who changed (${status}).`);
      return readPerson(body);
    }),
  ];
}

/** Pure. Groups of other names are known by none. */
export function readGroups(
  items: readonly unknown[],
  isOurs: (name: string | null | undefined) => boolean,
): StaffChange[] {
  return items.map((item): StaffChange => {
    const { id: group, displayName, 'members@delta': changed = [], ...rest } = changedGroup.parse(item);
    if (rest['@removed'] !== undefined || (displayName && !isOurs(displayName)))
      return { type: 'group-gone', id: group };
    return {
      type: 'group',
      id: group,
      name: displayName ?? null,
      whole: false,
      joined: changed.filter((one) => one['@removed'] === undefined).map((one) => one.id),
      gone: changed.filter((one) => one['@removed'] !== undefined).map((one) => one.id),
    };
  });
}

/** Pure. */
export function readPerson(item: unknown): StaffChange {
  const one = person.parse(item);
  const member: StaffMember = {
    user: one.id,
    name: one.displayName ?? '',
    email: one.mail?.toLowerCase() ?? null,
    jobTitle: one.jobTitle || null,
    department: one.department || null,
    manager: one.manager?.id ?? null,
    guest: one.userType === 'Guest',
    active: one.accountEnabled ?? false,
    language: one.preferredLanguage?.toLowerCase().startsWith('cy') ? 'cy' : null,
    // Entra knows neither; a calendar and a presence would take permissions to read people's mailboxes and what they do.
    timeZone: null,
    awayUntil: null,
    joinedOn: one.employeeHireDate?.slice(0, 10) ?? null,
  };
  return { type: 'person', person: member };
}

async function wholeGroup(graph: Graph, item: unknown): Promise<StaffChange> {
  const { id: of, displayName } = group.parse(item);
  const joined: string[] = [];
  for await (const { items } of graph.pages(`/groups/${part(of)}/members/microsoft.graph.user?$select=id&$top=999`))
    joined.push(...items.map((one) => referred.parse(one).id));
  return { type: 'group', id: of, name: displayName, whole: true, joined, gone: [] };
}
