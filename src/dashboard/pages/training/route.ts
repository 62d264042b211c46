import type { Decks } from '../../../quizzes/decks.ts';
import { londonDay } from '../../../store/counts.ts';
import type { Db } from '../../../store/database.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { bankOf } from '../questions/shelf.ts';
import { findNeeds } from './needs.ts';
import { presentTraining } from './present.ts';

/** `/training`: where a trainer begins: what needs teaching, and what is under way. */
export function trainingPage(parts: { pages: Pages; db: Db; decks: Decks; render: Render; now: () => Date }): void {
  const { pages, db, decks, render, now } = parts;
  pages.get('/training', async (_req, res) => {
    const viewer = viewerOf(res);
    const needs = await findNeeds(db, viewer.scope, now());
    const { bank } = await decks.of(bankOf(viewer));
    render(res, 'dashboard/pages/training/view.njk', { page: presentTraining(needs, bank, londonDay(now())) });
  });
}
