import { publishMonths } from '../../../reporting/publish.ts';
import { monthsBefore } from '../../../scores/months.ts';
import { MONTHS } from '../../../scores/period.ts';
import { audit } from '../../../store/audit.ts';
import { londonDay } from '../../../store/counts.ts';
import type { Db } from '../../../store/database.ts';
import { listPolicies } from '../../../store/policy-versions.ts';
import { findPublished } from '../../../store/published.ts';
import { countRefreshers } from '../../../store/refresher-months.ts';
import { countByMonth, countList } from '../../../store/rule-counts.ts';
import type { Scope } from '../../../store/scope.ts';
import { findOrganisations } from '../../../store/scores.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { shownPlatforms } from '../home/present.ts';
import { drawMonths } from './chart.ts';
import { asCsv, asPdf } from './files.ts';
import { type Evidence, NOTHING_YET, packOf } from './pack.ts';

const YEAR = 12;
const MOST_VERSIONS = 50;

/** `/evidence`: what the toolkit asks for, as a page, as a document and as figures. */
export function evidencePages(parts: { pages: Pages; db: Db; render: Render; now: () => Date }): void {
  const { pages, db, render, now } = parts;
  const find = ({ platforms, tenants }: Scope) =>
    findEvidence(db, { platforms: shownPlatforms(platforms), tenants }, now());

  pages.get('/evidence', async (_req, res) => {
    const evidence = await find(viewerOf(res).scope);
    const chart = await drawMonths(evidence.months, evidence.counts);
    render(res, 'dashboard/pages/evidence/view.njk', { page: { ...packOf(evidence), nothingYet: NOTHING_YET, chart } });
  });
  pages.get('/evidence.pdf', async (_req, res) => {
    const pdf = await asPdf(packOf(await find(viewerOf(res).scope)));
    await audit(db, viewerOf(res), { action: 'evidence.exported', detail: 'pdf' });
    res
      .set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="evidence-pack.pdf"' })
      .type('application/pdf')
      .send(pdf);
  });
  pages.get('/evidence.csv', async (_req, res) => {
    const csv = asCsv(packOf(await find(viewerOf(res).scope)));
    await audit(db, viewerOf(res), { action: 'evidence.exported', detail: 'csv' });
    res
      .set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="evidence-pack.csv"' })
      .type('text/csv; charset=utf-8')
      .send(csv);
  });
}

async function findEvidence(db: Db, scope: Scope, now: Date): Promise<Evidence> {
  const months = monthsBefore(now, YEAR);
  const names = months.map(({ name }) => name);
  const from = londonDay(months[0]?.from ?? now);
  const organisations: Evidence['organisations'][number][] = [];
  for (const organisation of await findOrganisations(db, scope)) {
    await publishMonths(db, organisation, months.slice(-MONTHS));
    const published = await findPublished(db, organisation, names);
    organisations.push({ organisation, published: names.map((name) => published.get(name) ?? []) });
  }
  const [counts, list, refreshers, policies] = await Promise.all([
    countByMonth(db, scope, from),
    countList(db, scope, from),
    countRefreshers(db, scope, from),
    listPolicies(db, MOST_VERSIONS),
  ]);
  return { months: names, organisations, counts, list, refreshers, policies, madeAt: now };
}
