import type { RequestHandler } from 'express';
import { londonDay } from '../../../store/counts.ts';
import type { Db } from '../../../store/database.ts';
import { countClear, countIncidents } from '../../../store/summary.ts';
import { mayOpen, viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import { daysUpTo } from '../../london.ts';
import { drawChart } from './chart.ts';
import { presentHome, shownPlatforms } from './present.ts';

const DAYS = 30;
const CONNECTIONS = { href: '/admin', text: 'Look at its connections' };

/** `/`: what happened today and over 30 days. */
export function homePage(parts: { db: Db; render: Render }): RequestHandler {
  const { db, render } = parts;
  return async (_req, res) => {
    const { platforms, tenants } = viewerOf(res).scope;
    const shown = { platforms: shownPlatforms(platforms), tenants };
    const days = daysUpTo(londonDay(new Date()), DAYS);
    const from = days[0] ?? '';
    const [incidents, clear] = await Promise.all([
      countIncidents(db, shown, { from, today: days.at(-1) ?? '' }),
      countClear(db, shown, { from, today: days.at(-1) ?? '' }),
    ]);
    const page = presentHome({ days, platforms, incidents, clear });
    // Who runs it sees there what is not connected.
    const start = page.start && { link: mayOpen(viewerOf(res), 'GET /admin') ? CONNECTIONS : undefined, ...page.start };
    const chart = page.chart && {
      ...page.chart,
      wide: await drawChart(page.chart.days, page.chart.label, 'wide'),
      narrow: await drawChart(page.chart.days, page.chart.label, 'narrow'),
    };
    const evidence = mayOpen(viewerOf(res), 'GET /evidence');
    render(res, 'dashboard/pages/home/view.njk', { page: { ...page, start, chart, evidence } });
  };
}
