/** What the pages of refreshers and campaigns share. */
import type { Response } from 'express';
import type { Log } from '../../../log.ts';
import type { Previews } from '../../../previews.ts';
import type { RefresherDesk } from '../../../refreshers/desk.ts';
import { type Campaign, listCampaigns } from '../../../store/campaigns.ts';
import { findRefresherIn, type Reach, type Refresher } from '../../../store/refreshers.ts';
import { findOrganisations, type Organisation } from '../../../store/scores.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { Problem } from '../../problems.ts';
import { PLATFORM_WORDS } from '../home/words.ts';

export interface Parts {
  readonly pages: Pages;
  readonly desk: Pick<RefresherDesk, 'db' | 'queue' | 'decks' | 'engine' | 'mayBeKept' | 'publicUrl' | 'now'>;
  readonly previews: Previews;
  readonly render: Render;
  readonly log: Log;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const reachOf = (res: Response): Reach => viewerOf(res).scope;

export async function findRefresher({ db }: Parts['desk'], res: Response, id: string): Promise<Refresher> {
  const found = UUID.test(id) ? await findRefresherIn(db, reachOf(res), id) : undefined;
  if (!found)
    throw new Problem(404, 'No such refresher', 'There is no such refresher: it may have been removed.', '/refreshers');
  return found;
}

export async function findCampaign({ db }: Parts['desk'], res: Response, id: string): Promise<Campaign> {
  const found = (await listCampaigns(db, reachOf(res).tenants)).find((campaign) => campaign.id === id);
  if (!found)
    throw new Problem(404, 'No such campaign', 'There is no such campaign: it may have been removed.', '/campaigns');
  return found;
}

/** Where somebody can be written to. */
export const organisationsOf = ({ db }: Parts['desk'], res: Response): Promise<Organisation[]> =>
  findOrganisations(db, reachOf(res));

/** Nobody can be written to: people aren't known yet. */
export const nobodyYet = (again: string): Problem =>
  new Problem(
    404,
    'Nobody can be written to yet',
    'Quietword knows nobody yet. People come with the directory of Slack or Teams, with a list that an admin brings in, or when they first post.',
    again,
  );

export const organisationKey = ({ platform, tenant }: Organisation): string => `${platform}/${tenant}`;

export const organisationWords = ({ platform, tenant }: Organisation): string =>
  `${PLATFORM_WORDS[platform].replace(/^the s/, 'S')}${platform === 'simulator' ? '' : `, ${tenant}`}`;
