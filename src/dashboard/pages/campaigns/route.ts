import express, { type Response } from 'express';
import type { Fault } from '../../../refreshers/refresher.ts';
import { readCampaign, type WrittenCampaign, weeksOf } from '../../../refreshers/when.ts';
import { sumOf } from '../../../scores/refreshers.ts';
import { audit } from '../../../store/audit.ts';
import { addCampaign, type Campaign, changeCampaign, listCampaigns } from '../../../store/campaigns.ts';
import { listRefreshers } from '../../../store/refreshers.ts';
import { viewerOf } from '../../access.ts';
import { sayDate, sayMoment } from '../../london.ts';
import {
  findCampaign,
  nobodyYet,
  organisationKey,
  organisationsOf,
  organisationWords,
  type Parts,
  reachOf,
} from '../refreshers/parts.ts';
import { presentItem } from '../refreshers/present.ts';
import { presentProgress, toldOf } from '../refreshers/progress.ts';
import { progressByTenant } from '../refreshers/route.ts';

/** `/campaigns`: named series of refreshers over some weeks. */
export function campaignPages({ pages, desk, render, log }: Parts): void {
  const { db, mayBeKept, engine } = desk;
  const body = express.urlencoded({ extended: false, limit: 2000 });

  pages.get('/campaigns', async (_req, res) => {
    const campaigns = await listCampaigns(db, reachOf(res).tenants);
    const items = campaigns.map(({ id, name, startsOn, endsOn }) => ({
      id,
      name,
      when: `${sayDate(startsOn)} to ${sayDate(endsOn)}`,
    }));
    render(res, 'dashboard/pages/campaigns/list.njk', { page: { items } });
  });

  const show = async (
    res: Response,
    campaign: Campaign | undefined,
    typed: WrittenCampaign,
    faults: readonly Fault[] = [],
  ) => {
    // A campaign is of an organisation, whatever its platforms.
    const organisations = campaign ? [] : await organisationsOf(desk, res);
    // Said before somebody has filled the form in.
    if (!campaign && organisations.length === 0) throw nobodyYet('/campaigns');
    const first = new Map(organisations.map((one) => [one.tenant, one]));
    render(res, 'dashboard/pages/campaigns/form.njk', {
      page: {
        heading: campaign ? 'Change a campaign' : 'Start a campaign',
        back: campaign ? `/campaigns/${campaign.id}` : '/campaigns',
        typed,
        tenants: first.size > 1 ? [...first].map(([value, one]) => ({ value, text: organisationWords(one) })) : null,
        errors: Object.fromEntries(faults.map(({ field, sentence }) => [field, { text: sentence }])),
        problems: faults.map(({ field, sentence }) => ({ text: sentence, href: `#${field}` })),
      },
    });
  };

  pages.get('/campaigns/new', (_req, res) => show(res, undefined, { name: '', startsOn: '', endsOn: '' }));
  pages.post('/campaigns/new', body, async (req, res) => {
    const typed = typedIn(req.body);
    const tenants = (await organisationsOf(desk, res)).map(({ tenant }) => tenant);
    const tenant = tenants.find((one) => one === req.body?.tenant) ?? tenants[0];
    if (tenant === undefined) throw nobodyYet('/campaigns');
    const read = readCampaign(typed, mayBeKept);
    if ('faults' in read) return show(res.status(400), undefined, typed, read.faults);
    const viewer = viewerOf(res);
    const id = await db.transaction().execute(async (trx) => {
      const made = await addCampaign(trx, { ...read.ok, tenant, author: viewer.subject });
      await audit(trx, viewer, { action: 'campaign.written', subject: `campaign:${made}`, detail: 'add' });
      return made;
    });
    log.info('campaign.saved', { kind: 'add' });
    res.redirect(303, `/campaigns/${id}`);
  });

  pages.get('/campaigns/:id', async (req, res) => {
    const campaign = await findCampaign(desk, res, String(req.params.id));
    const refreshers = await listRefreshers(db, reachOf(res), { campaign: campaign.id });
    const progress = await progressByTenant(db, refreshers);
    const out = refreshers.filter(({ state }) => state !== 'draft' && state !== 'scheduled');
    const told = out.flatMap((one) => {
      const counted = progress.get(one.id);
      return counted ? [toldOf(one, counted)] : [];
    });
    const known = told.filter((counted) => counted !== null);
    // Of what nothing may be told, it says that; sums are of the others.
    const counted = known.length === 0 && told.length > 0 ? null : sumOf(known);
    const organisation = (await organisationsOf(desk, res)).find(({ tenant }) => tenant === campaign.tenant);
    render(res, 'dashboard/pages/campaigns/campaign.njk', {
      page: {
        ...campaign,
        when: `${sayDate(campaign.startsOn)} to ${sayDate(campaign.endsOn)}`,
        weeks: weeksOf(campaign, engine().policy.nudging['time-zone']).map((week, index) => ({
          text: `Week ${index + 1}, ${sayMoment(week)}`,
          items: refreshers
            .filter(({ sendAt }) => sendAt?.getTime() === week.getTime())
            .map((one) => presentItem(one, progress.get(one.id), false)),
        })),
        others: refreshers
          .filter(
            ({ sendAt }) =>
              !weeksOf(campaign, engine().policy.nudging['time-zone']).some(
                (week) => week.getTime() === sendAt?.getTime(),
              ),
          )
          .map((one) => presentItem(one, progress.get(one.id), false)),
        progress:
          out.length > 0
            ? presentProgress(counted, {
                acknowledge: out.some(({ acknowledge }) => acknowledge),
                question: out.find(({ question }) => question)?.question ?? null,
                category: null,
              })
            : null,
        write: `/refreshers/new?campaign=${campaign.id}${organisation ? `&organisation=${encodeURIComponent(organisationKey(organisation))}` : ''}`,
      },
    });
  });

  pages.get('/campaigns/:id/edit', async (req, res) => {
    const campaign = await findCampaign(desk, res, String(req.params.id));
    await show(res, campaign, campaign);
  });
  pages.post('/campaigns/:id/edit', body, async (req, res) => {
    const campaign = await findCampaign(desk, res, String(req.params.id));
    const typed = typedIn(req.body);
    const read = readCampaign(typed, mayBeKept);
    if ('faults' in read) return show(res.status(400), campaign, typed, read.faults);
    await db.transaction().execute(async (trx) => {
      await changeCampaign(trx, campaign, read.ok);
      const subject = `campaign:${campaign.id}`;
      await audit(trx, viewerOf(res), { action: 'campaign.written', subject, detail: 'edit' });
    });
    log.info('campaign.saved', { kind: 'edit' });
    res.redirect(303, `/campaigns/${campaign.id}`);
  });
}

function typedIn(body: Record<string, unknown> | undefined): WrittenCampaign {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { name: text(body?.name), startsOn: text(body?.['starts-on']), endsOn: text(body?.['ends-on']) };
}
