import type { Request, RequestHandler, Response } from 'express';
import { withoutMetadata } from '../../../refreshers/metadata.ts';
import { LARGEST_PICTURE, readPicture } from '../../../refreshers/picture.ts';
import { readRefresher } from '../../../refreshers/read.ts';
import type { Fault } from '../../../refreshers/refresher.ts';
import { saveRefresher } from '../../../refreshers/trainer.ts';
import { listCampaigns } from '../../../store/campaigns.ts';
import { keepPicture } from '../../../store/pictures.ts';
import { countAudience, namesToChoose } from '../../../store/refresher-audience.ts';
import type { Refresher } from '../../../store/refreshers.ts';
import type { Organisation } from '../../../store/scores.ts';
import type { RefresherAudience } from '../../../store/tables.ts';
import { viewerOf } from '../../access.ts';
import { type Multipart, multipart } from '../../multipart.ts';
import { Problem } from '../../problems.ts';
import { type Typed, typedIn, typedOf, writtenOf } from './fields.ts';
import { presentForm } from './form.ts';
import { findRefresher, nobodyYet, organisationKey, organisationsOf, type Parts } from './parts.ts';

/** `/refreshers/new` and `/refreshers/:id/edit`. */
export function editPages(parts: Parts): void {
  const { pages, desk, render, log } = parts;
  const { db, decks, now } = desk;
  const body = multipart({ file: 'picture', largest: LARGEST_PICTURE });

  const show = async (
    res: Response,
    refresher: Refresher | undefined,
    organisation: Organisation,
    typed: Typed,
    faults: readonly Fault[] = [],
  ) => {
    const { tenant } = organisation;
    const reach = (audience: RefresherAudience) => countAudience(db, organisation, audience, now());
    const [organisations, campaigns, teams, roles, deck, everyone, starters, weak] = await Promise.all([
      organisationsOf(desk, res),
      listCampaigns(db, [tenant]),
      namesToChoose(db, organisation, 'team'),
      namesToChoose(db, organisation, 'job_title'),
      decks.of(tenant),
      reach({ kind: 'everyone' }),
      reach({ kind: 'new' }),
      typed.topic === '' ? null : reach({ kind: 'weak', topic: typed.topic }),
    ]);
    render(res, 'dashboard/pages/refreshers/form.njk', {
      page: presentForm(refresher, typed, faults, {
        organisations,
        organisation,
        campaigns,
        teams,
        roles,
        bank: deck.bank,
        reach: { everyone, new: starters, weak },
      }),
    });
  };

  /** A draft's own; else the one that was chosen, or the first. */
  const organisationFor = async (
    res: Response,
    refresher: Refresher | undefined,
    chosen: string,
  ): Promise<Organisation> => {
    if (refresher) return refresher;
    const all = await organisationsOf(desk, res);
    const organisation = all.find((one) => organisationKey(one) === chosen) ?? all[0];
    if (!organisation) throw nobodyYet('/refreshers');
    return organisation;
  };

  const save = async (req: Request, res: Response, refresher: Refresher | undefined): Promise<void> => {
    const { fields, file } = req.body as Multipart;
    const typed = typedIn(fields);
    const organisation = await organisationFor(res, refresher, typed.organisation);
    const { tenant, platform } = organisation;
    const picture = await pictureFrom(db, tenant, typed, file);
    const faults = 'fault' in picture ? [picture.fault] : [];
    const id = 'fault' in picture ? typed.picture || null : picture.id;
    const kept = { ...typed, picture: id ?? '', dropsPicture: false };
    const of = { tenant, platform, author: viewerOf(res).subject, ...(refresher ? { id: refresher.id } : {}) };
    // A picture that can't be used must not keep the rest from being read: all faults are told at once.
    const saved =
      faults.length > 0 ? await check(of, kept) : await saveRefresher(desk, of, writtenOf(kept, id), viewerOf(res));
    if ('faults' in saved) {
      await show(res.status(400), refresher, organisation, kept, [...faults, ...saved.faults]);
      return;
    }
    log.info('refresher.saved', { refresher: saved.ok, kind: refresher ? 'edit' : 'add' });
    res.redirect(303, `/refreshers/${saved.ok}?done=saved`);
  };

  const check = async ({ tenant }: { tenant: string }, typed: Typed) => {
    const read = readRefresher(writtenOf(typed, null), {
      mayBeKept: desk.mayBeKept,
      bank: (await decks.of(tenant)).bank,
    });
    return 'faults' in read ? read : { faults: [] };
  };

  const draft = async (res: Response, id: string): Promise<Refresher> => {
    const refresher = await findRefresher(desk, res, id);
    if (refresher.state !== 'draft')
      throw new Problem(
        409,
        'It can’t be changed any more',
        'Only a draft can be changed. Take it back to a draft first, or copy it.',
        `/refreshers/${id}`,
      );
    return refresher;
  };

  pages.get('/refreshers/new', (async (req, res) => {
    const { query } = req;
    const chosen = (name: string) => (typeof query[name] === 'string' ? [query[name]] : []);
    const typed = typedIn({
      organisation: chosen('organisation'),
      topic: chosen('topic'),
      campaign: chosen('campaign'),
      acknowledge: ['yes'],
      // From a team's page.
      ...(chosen('team').length > 0 ? { audience: ['teams'], teams: chosen('team') } : {}),
    });
    await show(res, undefined, await organisationFor(res, undefined, typed.organisation), typed);
  }) satisfies RequestHandler);
  pages.post('/refreshers/new', body, (req, res) => save(req, res, undefined));

  pages.get('/refreshers/:id/edit', async (req, res) => {
    const refresher = await draft(res, String(req.params.id));
    await show(res, refresher, refresher, typedOf(refresher));
  });
  pages.post('/refreshers/:id/edit', body, async (req, res) => save(req, res, await draft(res, String(req.params.id))));
}

/** The new one, the one that it has, or none. */
async function pictureFrom(
  db: Parts['desk']['db'],
  tenant: string,
  { picture, dropsPicture }: Typed,
  file: Multipart['file'],
): Promise<{ readonly id: string | null } | { readonly fault: Fault }> {
  if (file === null) return { id: dropsPicture || !UUID.test(picture) ? null : picture };
  const fault = (sentence: string) => ({ fault: { field: 'picture', sentence } as const });
  if (file.isTooLarge) return fault('The picture may have 1 MB at most: make it smaller.');
  const read = readPicture(file.bytes);
  if ('fault' in read) return fault(read.fault);
  const bytes = withoutMetadata(file.bytes, read.type);
  if (!bytes) return fault('The picture is damaged: save it anew, and try again.');
  return { id: await keepPicture(db, tenant, { type: read.type, bytes }) };
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
