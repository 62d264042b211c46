import { publishMonths } from '../../../reporting/publish.ts';
import { monthsBefore } from '../../../scores/months.ts';
import { MONTHS } from '../../../scores/period.ts';
import type { Published } from '../../../scores/publish.ts';
import type { Db } from '../../../store/database.ts';
import { findPublished } from '../../../store/published.ts';
import { findOrganisations, type Organisation } from '../../../store/scores.ts';
import { findTeamNames, type TeamSearch } from '../../../store/team-order.ts';
import type { Viewer } from '../../access.ts';
import { shownPlatforms } from '../home/present.ts';

/** Trend: a year of full months. */
const YEAR = 12;
export const PER_PAGE = 25;

/** Whose teams somebody may look at: their own, or all that are in their sight where they train, guard or run. */
export interface Sight {
  readonly organisation: Organisation;
  /** Null: all. */
  readonly own: readonly string[] | null;
}

/** Who trains, guards or runs sees every team; a manager their own. */
export const seesAll = ({ roles }: Viewer): boolean =>
  roles.has('trainer') || roles.has('guardian') || roles.has('admin');

/** The teams of an organisation that somebody may see; null: all of them. */
export function teamsSeen(viewer: Viewer, { tenant }: Organisation): readonly string[] | null {
  if (seesAll(viewer)) return null;
  return viewer.teams.filter((one) => one.tenant === tenant).map(({ team }) => team);
}

export async function sightOf(db: Db, viewer: Viewer): Promise<Sight[]> {
  const { scope } = viewer;
  const organisations = await findOrganisations(db, { ...scope, platforms: shownPlatforms(scope.platforms) });
  return organisations
    .map((organisation) => ({ organisation, own: teamsSeen(viewer, organisation) }))
    .filter(({ own }) => own === null || own.length > 0);
}

export interface TeamsPage {
  readonly sight: Sight;
  readonly names: readonly string[];
  readonly more: boolean;
  /** Oldest first. */
  readonly months: readonly (readonly Published[])[];
}

/** A page of teams, the least aware first; of somebody's own also those that have no figures. */
export async function findTeams(
  db: Db,
  sight: Sight,
  { query, page, now }: { query: string; page: number; now: Date },
): Promise<TeamsPage> {
  const { organisation, own } = sight;
  const months = monthsBefore(now, MONTHS);
  await publishMonths(db, organisation, months);
  const names = months.map(({ name }) => name);
  const search = { ...organisation, month: names.at(-1) ?? '', query };
  const from = page * PER_PAGE;
  const found =
    own === null
      ? await findTeamNames(db, { ...search, only: null, offset: from, limit: PER_PAGE + 1 })
      : (await ownTeams(db, search, own)).slice(from, from + PER_PAGE + 1);
  const shown = found.slice(0, PER_PAGE);
  const published = await findPublished(db, organisation, names, { names: shown, byTopic: true });
  return {
    sight,
    names: shown,
    more: found.length > PER_PAGE,
    months: names.map((name) => published.get(name) ?? []),
  };
}

/** Somebody's own teams, those without figures last: nobody has so many that they can't be read at once. */
async function ownTeams(
  db: Db,
  search: Pick<TeamSearch, 'tenant' | 'platform' | 'month' | 'query'>,
  own: readonly string[],
): Promise<string[]> {
  const known = await findTeamNames(db, { ...search, only: own, offset: 0, limit: own.length });
  return [...known, ...own.filter((team) => !known.includes(team) && matches(team, search.query))];
}

const matches = (team: string, query: string): boolean => team.toLowerCase().includes(query.toLowerCase());

/** What is published of one team, of a year; the last of the months make its figures. */
export async function findTeam(db: Db, { organisation }: Sight, team: string, now: Date) {
  const months = monthsBefore(now, YEAR);
  await publishMonths(db, organisation, months.slice(-MONTHS));
  const names = months.map(({ name }) => name);
  const published = await findPublished(db, organisation, names, { names: [team], byTopic: true });
  return { team, names, months: names.map((name) => published.get(name) ?? []) };
}
