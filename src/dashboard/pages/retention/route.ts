import type { Keep } from '../../../reporting/desk.ts';
import { eventsKeptFrom, rollUpsKeptFrom } from '../../../reporting/roll-up.ts';
import type { Db } from '../../../store/database.ts';
import { listRemovals, type Removal } from '../../../store/retention.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import { sayDay, sayMoment } from '../../london.ts';
import type { Pages } from '../../pages.ts';
import { count } from '../../shares.ts';
import { tabsFor } from '../admin/tabs.ts';

const LATEST = 200;

const WORDS: Record<Removal['what'], string> = {
  incidents: 'Incidents, with their history and notices',
  counts: 'Counts of clear messages by channel',
  credits: 'Credits for putting things right',
  answers: 'Answers to questions',
  'roll-ups': 'Daily totals and published figures',
  decisions: 'Closed items of the Guardian’s list, with their log',
  refreshers: 'Who got which refresher',
  reports: 'Monthly reports to managers',
};

/** `/admin/retention`: what is kept for how long, and what was removed. */
export function retentionPage(parts: { pages: Pages; db: Db; keep: Keep; render: Render; now: () => Date }): void {
  const { pages, db, keep, render, now } = parts;
  pages.get('/admin/retention', async (_req, res) => {
    const removals = await listRemovals(db, viewerOf(res).scope.tenants, LATEST);
    const page = {
      tabs: tabsFor('/admin/retention'),
      kept: [
        {
          what: 'Incidents, their history, notices and credits',
          days: count(keep.events),
          from: sayDay(eventsKeptFrom(now(), keep)),
          setting: 'RETENTION_EVENTS_DAYS',
        },
        {
          what: 'Daily totals, published figures, answers, decisions',
          days: count(keep.rollUps),
          from: sayDay(rollUpsKeptFrom(now(), keep)),
          setting: 'RETENTION_ROLLUPS_DAYS',
        },
      ],
      removals: removals.map(({ at, what, before, removed }) => ({
        at: sayMoment(at),
        what: WORDS[what],
        before: sayDay(before),
        removed: count(removed),
      })),
    };
    render(res, 'dashboard/pages/retention/view.njk', { page });
  });
}
