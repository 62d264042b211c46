import express, { type Request, type Response } from 'express';
import type { Log } from '../../../log.ts';
import { type EntityEngine, mayBeId } from '../../../policy/index.ts';
import { audit } from '../../../store/audit.ts';
import { channelHistory, knowsOrganisation, listChannels } from '../../../store/channel-list.ts';
import { type ChannelKey, type ChannelRules, setChannelRule } from '../../../store/channel-rules.ts';
import type { Db } from '../../../store/database.ts';
import { findOrganisations } from '../../../store/scores.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { Problem } from '../../problems.ts';
import { AS_PLATFORM, readRule } from './form.ts';
import { hrefOf, presentChannel, presentChannels } from './present.ts';

const PER_PAGE = 50;
const MOST_PAGES = 10_000;
const FLAGGED_MS = 30 * 86_400_000;
/** What a platform's id of a channel can look like, so that a rule can be set before anything is read. */
const CHANNEL_ID = /^(?=.*[a-z])[\w:@.-]{3,200}$/i;

/** `/channels`: which are read, by whom they can be read, and what a Guardian says of it instead. */
export function channelPages(parts: {
  pages: Pages;
  db: Db;
  channels: Pick<ChannelRules, 'refresh'>;
  engine: () => EntityEngine;
  render: Render;
  log: Log;
  now: () => Date;
}): void {
  const { pages, db, channels, engine, render, log, now } = parts;
  const since = () => new Date(now().getTime() - FLAGGED_MS);

  pages.get('/channels', async (req, res) => {
    const { scope } = viewerOf(res);
    const query = typeof req.query.q === 'string' ? req.query.q.trim().slice(0, 200) : '';
    const number = Number(req.query.page);
    const page = Number.isSafeInteger(number) && number > 0 && number < MOST_PAGES ? number : 0;
    const found = await listChannels(db, scope, {
      query,
      limit: PER_PAGE + 1,
      offset: page * PER_PAGE,
      since: since(),
    });
    // One that was never read can be excluded before it is.
    const places = found.length === 0 && CHANNEL_ID.test(query) ? await findOrganisations(db, scope) : [];
    const look = places.map((place) => ({ ...place, channel: query }));
    const shown = { query, page, more: found.length > PER_PAGE, look };
    render(res, 'dashboard/pages/channels/list.njk', { page: presentChannels(found.slice(0, PER_PAGE), shown) });
  });

  /** What an address names is kept with a rule, so it may hold nothing else than ids. */
  const keyOf = async (req: Request, res: Response): Promise<ChannelKey> => {
    const { scope } = viewerOf(res);
    const { platform = '', tenant = '', channel = '' } = req.params as Record<string, string>;
    const known = scope.platforms.find((one) => one === platform);
    const isOurs = () =>
      scope.tenants?.includes(tenant) ?? (known && knowsOrganisation(db, { platform: known, tenant }));
    if (!known || !CHANNEL_ID.test(channel) || !mayBeId(engine(), channel) || !(await isOurs()))
      throw new Problem(404, 'No such channel', 'There is no channel at this address.', '/channels');
    return { platform: known, tenant, channel };
  };
  const show = async (
    res: Response,
    key: ChannelKey,
    refused: { problem: { error: string; field: string }; filled: { audience: string; excluded: boolean } } | null,
  ) => {
    const scope = { platforms: [key.platform], tenants: [key.tenant] };
    const [found, history] = await Promise.all([
      listChannels(db, scope, { query: key.channel, limit: PER_PAGE, offset: 0, since: since() }),
      channelHistory(db, key),
    ]);
    const channel = found.find((one) => one.channel === key.channel);
    const page = presentChannel(key, {
      channel,
      history,
      byPolicy: engine().excludes({ id: key.channel, name: null }),
      filled: refused?.filled ?? { audience: channel?.ruled ?? AS_PLATFORM, excluded: channel?.excluded ?? false },
      problem: refused?.problem ?? null,
    });
    render(res, 'dashboard/pages/channels/channel.njk', { page });
  };

  pages.get('/channels/:platform/:tenant/:channel', async (req, res) => show(res, await keyOf(req, res), null));

  pages.post(
    '/channels/:platform/:tenant/:channel',
    express.urlencoded({ extended: false, limit: 2_000 }),
    async (req, res) => {
      const key = await keyOf(req, res);
      const read = readRule(req.body);
      if ('error' in read) {
        const filled = { audience: String(req.body?.audience ?? ''), excluded: req.body?.excluded === 'yes' };
        await show(res.status(400), key, { problem: read, filled });
        return;
      }
      const viewer = viewerOf(res);
      const changed = await db.transaction().execute(async (trx) => {
        if (!(await setChannelRule(trx, key, read.rule, { actor: viewer.subject, now: now() }))) return false;
        const detail = `${read.rule.excluded ? 'excluded' : 'read'}-${read.rule.audience ?? AS_PLATFORM}`;
        await audit(trx, viewer, {
          action: 'channel.ruled',
          subject: `channel:${key.platform}/${key.channel}`,
          detail,
        });
        return true;
      });
      await channels.refresh();
      if (changed)
        log.info('channel.ruled', { platform: key.platform, kind: read.rule.excluded ? 'excluded' : 'read' });
      res.redirect(303, hrefOf(key));
    },
  );
}
