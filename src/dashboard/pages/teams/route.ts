import type { Request } from 'express';
import { monthsBefore } from '../../../scores/months.ts';
import { MONTHS } from '../../../scores/period.ts';
import type { Db } from '../../../store/database.ts';
import { mayOpen, viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { Problem } from '../../problems.ts';
import { drawTrend } from './chart.ts';
import { findTeam, findTeams, type Sight, seesAll, sightOf, type TeamsPage } from './find.ts';
import { presentTeam, presentTeams } from './present.ts';

const LONGEST_QUERY = 100;
const MOST_PAGES = 10_000;

/** `/teams`: what a manager sees of their teams, and nobody in them. One team is shown at once; several begin with a list. */
export function teamsPages(parts: { pages: Pages; db: Db; render: Render; now: () => Date }): void {
  const { pages, db, render, now } = parts;
  pages.get('/teams', async (req, res) => {
    const sights = await sightOf(db, viewerOf(res));
    const mayWrite = mayOpen(viewerOf(res), 'GET /refreshers/new');
    const asked = askedFor(req, sights) ?? onlyOne(sights);
    if (asked) {
      const found = await findTeam(db, asked.sight, asked.team, now());
      const page = presentTeam(asked.sight, found, mayWrite);
      const { points, label, sentence } = page.trend;
      if (sentence !== '') {
        page.wide = await drawTrend(points, label, 'wide');
        page.narrow = await drawTrend(points, label, 'narrow');
      }
      render(res, 'dashboard/pages/teams/team.njk', { page });
      return;
    }
    const query = textOf(req.query.q).trim().slice(0, LONGEST_QUERY);
    const number = Number(textOf(req.query.page));
    const page = Number.isSafeInteger(number) && number > 0 && number < MOST_PAGES ? number : 0;
    const found: TeamsPage[] = [];
    for (const sight of sights) found.push(await findTeams(db, sight, { query, page, now: now() }));
    const names = monthsBefore(now(), MONTHS).map(({ name }) => name);
    render(res, 'dashboard/pages/teams/list.njk', {
      page: presentTeams(found, { query, page, names, mayWrite, all: seesAll(viewerOf(res)) }),
    });
  });
}

const textOf = (given: unknown): string => (typeof given === 'string' ? given : '');

/** The team of the address; a team of others is no team. Undefined where none is asked for. */
function askedFor(req: Request, sights: readonly Sight[]): { sight: Sight; team: string } | undefined {
  const team = textOf(req.query.team);
  if (team === '') return undefined;
  const sight = sights.find(
    ({ organisation: { tenant, platform }, own }) =>
      tenant === textOf(req.query.in) && platform === textOf(req.query.on) && (own === null || own.includes(team)),
  );
  if (!sight)
    throw new Problem(404, 'Not one of your teams', 'There is no such team, or it is not one of yours.', '/teams');
  return { sight, team };
}

/** A manager of one team doesn't choose. */
function onlyOne(sights: readonly Sight[]): { sight: Sight; team: string } | undefined {
  const [sight, ...others] = sights;
  const [team, ...more] = sight?.own ?? [];
  return sight && team !== undefined && others.length + more.length === 0 ? { sight, team } : undefined;
}
