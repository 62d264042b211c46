import type { RequestHandler } from 'express';
import { monthsBefore } from '../../../scores/months.ts';
import { MONTHS } from '../../../scores/period.ts';
import type { Db } from '../../../store/database.ts';
import { findOrganisations } from '../../../store/scores.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import { shownPlatforms } from '../home/present.ts';
import { teamsSeen } from '../teams/find.ts';
import { figuresFor, type Shown } from './figures.ts';
import { presentAwareness } from './present.ts';

/** `/awareness`: what people know and how it goes, of groups of which no one person can be told. */
export function awarenessPage(parts: { db: Db; render: Render; now: () => Date }): RequestHandler {
  const { db, render, now } = parts;
  return async (_req, res) => {
    const viewer = viewerOf(res);
    const { platforms, tenants } = viewer.scope;
    const platformsShown = shownPlatforms(platforms);
    const at = now();
    const shown: Shown[] = [];
    for (const organisation of await findOrganisations(db, { platforms: platformsShown, tenants }))
      shown.push(await figuresFor(db, organisation, teamsSeen(viewer, organisation), at));
    const months = monthsBefore(at, MONTHS).map(({ name }) => name);
    const page = presentAwareness(shown, months, platformsShown.includes('simulator'));
    render(res, 'dashboard/pages/awareness/view.njk', { page });
  };
}
