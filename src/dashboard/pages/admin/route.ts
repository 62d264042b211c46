import type { Db } from '../../../store/database.ts';
import { subscriptionStates } from '../../../store/subscription-states.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { type Connected, graphConnection, inPieces, isSeenBy } from './connections.ts';
import { tabsFor } from './tabs.ts';

interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  /** What is known of the program's own parts, as they are now. */
  readonly connections: () => Promise<readonly Connected[]>;
  readonly render: Render;
  readonly now: () => Date;
}

const MOST_SUBSCRIPTIONS = 50;

/** `/admin`: what Quietword leans on, and how it is. */
export function connectionsPage({ pages, db, connections, render, now }: Parts): void {
  pages.get('/admin', async (_req, res) => {
    const { scope } = viewerOf(res);
    const [own, graph] = await Promise.all([connections(), subscriptionStates(db, scope, MOST_SUBSCRIPTIONS)]);
    const seen = own.filter((one) => isSeenBy(scope, one));
    const all = [...seen, ...graph.map((state) => graphConnection(state, now()))];
    // What needs somebody comes first.
    const shown = all
      .toSorted((a, b) => Number(a.ok) - Number(b.ok))
      .map(({ name, ok, sentence }) => ({ name, ok, pieces: inPieces(sentence) }));
    const page = { tabs: tabsFor('/admin'), connections: shown, well: all.every(({ ok }) => ok) };
    render(res, 'dashboard/pages/admin/view.njk', { page });
  });
}
