import type { Engine } from '../../../policy/types.ts';
import { londonDay } from '../../../store/counts.ts';
import type { Db } from '../../../store/database.ts';
import { listPolicies } from '../../../store/policy-versions.ts';
import { countByRule, countList } from '../../../store/rule-counts.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { shownPlatforms } from '../home/present.ts';
import { presentDisputes, presentRules } from './present.ts';

const DAY_MS = 86_400_000;
const RULES_DAYS = 30;
const MOST_VERSIONS = 200;
/** What a Guardian may choose between. */
const PERIODS = [30, 90, 365];

/** `/rules` and `/disputes`: what the policy's rules are set to, what they did, and how often people say that they are wrong. */
export function rulesPages(parts: {
  pages: Pages;
  db: Db;
  policy: () => Engine['policy'];
  render: Render;
  now: () => Date;
}): void {
  const { pages, db, policy, render, now } = parts;
  const since = (days: number) => londonDay(new Date(now().getTime() - days * DAY_MS));

  pages.get('/rules', async (_req, res) => {
    const { scope } = viewerOf(res);
    const shown = { ...scope, platforms: shownPlatforms(scope.platforms) };
    const [versions, counts] = await Promise.all([
      listPolicies(db, MOST_VERSIONS),
      countByRule(db, shown, since(RULES_DAYS)),
    ]);
    render(res, 'dashboard/pages/rules/rules.njk', { page: presentRules({ policy: policy(), versions, counts }) });
  });

  pages.get('/disputes', async (req, res) => {
    const { scope } = viewerOf(res);
    const shown = { ...scope, platforms: shownPlatforms(scope.platforms) };
    const days = PERIODS.find((period) => String(period) === req.query.days) ?? 90;
    const [counts, list] = await Promise.all([countByRule(db, shown, since(days)), countList(db, shown, since(days))]);
    render(res, 'dashboard/pages/rules/disputes.njk', {
      page: { ...presentDisputes(counts, list, days), periods: PERIODS },
    });
  });
}
