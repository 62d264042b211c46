import express, { type Response } from 'express';
import { send } from '../../../refreshers/trainer.ts';
import { readWhen, type When, weeksOf } from '../../../refreshers/when.ts';
import { findCampaign } from '../../../store/campaigns.ts';
import { countAudience } from '../../../store/refresher-audience.ts';
import type { Refresher } from '../../../store/refreshers.ts';
import { viewerOf } from '../../access.ts';
import { sayMoment } from '../../london.ts';
import { Problem } from '../../problems.ts';
import { findRefresher, type Parts } from './parts.ts';
import { audienceWords, reachWords } from './words.ts';

interface Chosen {
  readonly when: string;
  readonly at: string;
  readonly week: string;
}

/** `/refreshers/:id/send`: when, then a last look at how many people it goes to, then it goes. */
export function sendPage(parts: Parts): void {
  const { pages, desk, render, log } = parts;
  const { db, engine, now } = desk;
  const zone = () => engine().policy.nudging['time-zone'];

  const find = async (res: Response, id: string) => {
    const refresher = await findRefresher(desk, res, id);
    if (refresher.state !== 'draft')
      throw new Problem(
        409,
        'It was sent already',
        'Only a draft can be sent. Copy this one to send it again.',
        `/refreshers/${id}`,
      );
    const campaign =
      refresher.campaign === null ? null : ((await findCampaign(db, refresher.tenant, refresher.campaign)) ?? null);
    return { refresher, campaign };
  };

  const show = async (
    res: Response,
    found: Awaited<ReturnType<typeof find>>,
    chosen: Chosen,
    more: { error?: string; at?: Date },
  ) => {
    const { refresher, campaign } = found;
    const reach = await countAudience(db, refresher, refresher.audience, now());
    render(res, 'dashboard/pages/refreshers/send.njk', {
      page: {
        id: refresher.id,
        title: refresher.said.en.title,
        error: more.error ?? null,
        errorAt: (chosen.when === 'at' && 'at') || (chosen.when === 'week' && campaign && 'week') || 'when',
        chosen,
        weeks: campaign
          ? weeksOf(campaign, zone()).map((week, index) => ({
              value: String(index),
              text: `Week ${index + 1}: ${sayMoment(week)}`,
              selected: chosen.week === String(index),
            }))
          : [],
        confirm: more.at ? confirmation(refresher, reach, more.at, chosen.when) : null,
        isOffer: refresher.category !== null,
        reach: reachWords(refresher.audience.kind, reach),
        audience: audienceWords(refresher.audience),
      },
    });
  };

  pages.get('/refreshers/:id/send', async (req, res) => {
    await show(res, await find(res, String(req.params.id)), { when: '', at: '', week: '' }, {});
  });

  pages.post('/refreshers/:id/send', express.urlencoded({ extended: false, limit: 2000 }), async (req, res) => {
    const found = await find(res, String(req.params.id));
    const { refresher, campaign } = found;
    const chosen = chosenIn((req.body ?? {}) as Record<string, unknown>);
    const when = refresher.category === null ? whenOf(chosen) : ({ kind: 'now' } as const);
    if (!when) return show(res.status(400), found, chosen, { error: 'Choose when it is sent.' });
    const read = readWhen(when, now(), zone(), campaign);
    if ('faults' in read) return show(res.status(400), found, chosen, { error: read.faults[0]?.sentence ?? '' });
    if (req.body?.sure !== 'yes') return show(res, found, chosen, { at: read.ok });
    const sent = await send(desk, refresher, when, viewerOf(res));
    if ('faults' in sent) return show(res.status(409), found, chosen, { error: sent.faults[0]?.sentence ?? '' });
    log.info('refresher.scheduled', { refresher: refresher.id, kind: when.kind });
    res.redirect(303, `/refreshers/${refresher.id}?done=send`);
  });
}

function confirmation({ audience, category }: Refresher, reach: number, at: Date, when: string) {
  const many = reachWords(audience.kind, reach);
  if (category)
    return {
      text: 'From now on it is offered once to each person who puts such an incident right.',
      button: 'Offer it',
    };
  const time = when === 'now' ? 'now, while people are at work' : sayMoment(at);
  return { text: `It goes to ${many}, ${time}. Each gets it once, in private.`, button: `Send it to ${many}` };
}

function chosenIn(body: Record<string, unknown>): Chosen {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return { when: text(body.when), at: text(body.at), week: text(body.week) };
}

function whenOf({ when, at, week }: Chosen): When | undefined {
  switch (when) {
    case 'now':
    case 'tomorrow':
      return { kind: when };
    case 'at':
      return { kind: 'at', at };
    case 'week':
      return { kind: 'week', week: /^\d{1,2}$/.test(week) ? Number(week) : -1 };
    default:
      return undefined;
  }
}
