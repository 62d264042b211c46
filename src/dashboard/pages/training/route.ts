import type { Decks } from '../../../quizzes/decks.ts';
import { londonDay } from '../../../store/counts.ts';
import type { Db } from '../../../store/database.ts';
import { listRefreshers } from '../../../store/refreshers.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { bankOf } from '../questions/shelf.ts';
import { effectWords, findEffect } from '../refreshers/effect.ts';
import { progressByTenant } from '../refreshers/route.ts';
import { findNeeds } from './needs.ts';
import { presentTraining } from './present.ts';

/** Of so many a page can tell what changed; older ones are in the list of refreshers. */
const MOST_TOLD = 10;

/** `/training`: where a trainer begins: what needs teaching, what is under way, and what changed. */
export function trainingPage(parts: { pages: Pages; db: Db; decks: Decks; render: Render; now: () => Date }): void {
  const { pages, db, decks, render, now } = parts;
  pages.get('/training', async (_req, res) => {
    const viewer = viewerOf(res);
    const needs = await findNeeds(db, viewer.scope, now());
    const { bank } = await decks.of(await bankOf(db, viewer));
    const refreshers = await listRefreshers(db, viewer.scope, { states: ['scheduled', 'sending', 'done'] });
    const open = refreshers.filter(({ state }) => state !== 'done');
    const told = refreshers
      .filter(({ state, category }) => state !== 'scheduled' && category === null)
      .slice(0, MOST_TOLD);
    const changes = [];
    for (const refresher of told) {
      const words = effectWords(refresher, await findEffect(db, refresher, now()));
      if (words) changes.push({ id: refresher.id, title: refresher.said.en.title, ...words });
    }
    const progress = await progressByTenant(db, open);
    const page = presentTraining({ needs, bank, today: londonDay(now()), open, progress, changes });
    render(res, 'dashboard/pages/training/view.njk', { page });
  });
}
