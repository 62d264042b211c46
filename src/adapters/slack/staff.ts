import { z } from 'zod';
import type { StaffChange, StaffMember } from '../../chat.ts';
import type { Language } from '../../policy/types.ts';
import { personId } from './payloads.ts';
import type { Workspace } from './workspace.ts';

/** Slack's people and user groups, as the Web API and its events tell of them alike. */

/** Whose people they are. */
export type Home = Pick<Workspace, 'tenant' | 'orgWide'>;

const member = z.object({
  id: personId,
  team_id: z.string().nullish(),
  enterprise_user: z.object({ enterprise_id: z.string().nullish() }).nullish(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  name: z.string().nullish(),
  tz: z.string().nullish(),
  locale: z.string().nullish(),
  profile: z
    .object({
      real_name: z.string().nullish(),
      display_name: z.string().nullish(),
      email: z.string().nullish(),
      title: z.string().nullish(),
      status_emoji: z.string().nullish(),
      /** Seconds since 1970; 0 for a status that stays. */
      status_expiration: z.number().nullish(),
    })
    .nullish(),
});

const group = z.object({
  id: z.string().regex(/^S[A-Z0-9]{1,30}$/),
  name: z.string(),
  date_delete: z.number().nullish(),
  users: z.array(z.string()).nullish(),
  user_count: z.coerce.number().nullish(),
});

/** Slack's own bot is not marked as one. */
const SLACKBOT = 'USLACKBOT';
/** Slack's own suggestions for being on holiday and off sick, and what is chosen like them. "In a meeting" is no absence. */
const AWAY = new Set([
  ':palm_tree:',
  ':beach_with_umbrella:',
  ':desert_island:',
  ':airplane:',
  ':face_with_thermometer:',
]);
const TIME_ZONES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('timeZone'));
/** A status that stays is believed until everyone has been read again. */
const STAYS_MS = 36 * 3_600_000;

/** Pure. Undefined for bots, and for what isn't anybody. Of why somebody is away nothing is kept. */
export function readMember(item: unknown, here: Home, now: Date): StaffChange | undefined {
  const { data } = member.safeParse(item);
  if (!data || data.is_bot || data.id === SLACKBOT) return undefined;
  const { id, profile, locale, tz } = data;
  const person: StaffMember = {
    user: id,
    name: profile?.real_name || profile?.display_name || data.name || '',
    email: profile?.email?.toLowerCase() || null,
    jobTitle: profile?.title || null,
    department: null,
    manager: null,
    guest: !!(data.is_restricted || data.is_ultra_restricted || data.is_stranger) || isFromOutside(data, here),
    active: !data.deleted,
    language: languageOf(locale),
    timeZone: tz && TIME_ZONES.has(tz) ? tz : null,
    awayUntil: awayUntil(profile?.status_emoji, profile?.status_expiration ?? 0, now),
    joinedOn: null,
  };
  return { type: 'person', person };
}

/** Pure. Undefined for what isn't a group. Slack cuts the list of a large one off in events: those are then added, and nobody is taken out. */
export function readGroup(item: unknown): StaffChange | undefined {
  const { data } = group.safeParse(item);
  if (!data) return undefined;
  const { id, name, users } = data;
  if (data.date_delete) return { type: 'group-gone', id };
  const joined = users ?? [];
  return { type: 'group', id, name, whole: joined.length === (data.user_count ?? joined.length), joined, gone: [] };
}

const changed = z.object({
  subteam_id: z.string().regex(/^S[A-Z0-9]{1,30}$/),
  added_users: z.array(z.string()).nullish(),
  removed_users: z.array(z.string()).nullish(),
});

/** Pure. Of `subteam_members_changed`. */
export function readGroupChange(event: unknown): StaffChange | undefined {
  const { data } = changed.safeParse(event);
  if (!data) return undefined;
  const [joined, gone] = [data.added_users ?? [], data.removed_users ?? []];
  return { type: 'group', id: data.subteam_id, name: null, whole: false, joined, gone };
}

/**
 * Whom a channel that is shared by Slack Connect brought here: `is_stranger` is only said of those who share none. Of an enterprise
 * whose workspaces install the app one by one it can't be told: a colleague's team may be another one.
 */
function isFromOutside({ team_id, enterprise_user }: z.infer<typeof member>, here: Home): boolean {
  if (here.orgWide) return !!enterprise_user?.enterprise_id && enterprise_user.enterprise_id !== here.tenant;
  return !!team_id && team_id !== here.tenant && !enterprise_user;
}

function languageOf(locale: string | null | undefined): Language | null {
  const language = locale?.slice(0, 2).toLowerCase();
  return language === 'en' || language === 'cy' ? language : null;
}

function awayUntil(emoji: string | null | undefined, expiration: number, now: Date): Date | null {
  if (!emoji || !AWAY.has(emoji)) return null;
  return expiration > 0 ? new Date(expiration * 1000) : new Date(now.getTime() + STAYS_MS);
}
