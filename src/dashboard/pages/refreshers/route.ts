import express from 'express';
import { cancel, copy, resend, sendTest, unschedule } from '../../../refreshers/trainer.ts';
import type { Counted } from '../../../scores/refreshers.ts';
import { listCampaigns } from '../../../store/campaigns.ts';
import type { Db } from '../../../store/database.ts';
import { countAudience } from '../../../store/refresher-audience.ts';
import { progressOf } from '../../../store/refresher-progress.ts';
import { listRefreshers, type Refresher } from '../../../store/refreshers.ts';
import { type Viewer, viewerOf } from '../../access.ts';
import { sayMoment } from '../../london.ts';
import { Problem } from '../../problems.ts';
import { editPages } from './edit.ts';
import { findRefresher, organisationsOf, type Parts, reachOf } from './parts.ts';
import { presentRefresher, presentRefreshers } from './present.ts';
import { sendPage } from './send.ts';

/** `/refreshers`: what trainers send to many people: written, looked at, sent, and how far each has come. */
export function refresherPages(parts: Parts): void {
  const { pages, desk, render, log } = parts;
  const { db, now } = desk;

  pages.get('/refreshers', async (_req, res) => {
    const refreshers = await listRefreshers(db, reachOf(res));
    const organisations = await organisationsOf(desk, res);
    const groups = presentRefreshers(refreshers, await progressByTenant(db, refreshers), organisations.length > 1);
    render(res, 'dashboard/pages/refreshers/list.njk', { page: { groups, canWrite: organisations.length > 0 } });
  });

  // Before `/refreshers/:id`, which would take `new` for one.
  editPages(parts);
  sendPage(parts);

  pages.get('/refreshers/:id', async (req, res) => {
    const refresher = await findRefresher(desk, res, String(req.params.id));
    const { tenant, id } = refresher;
    const [progress, reach, campaigns] = await Promise.all([
      progressOf(db, tenant, [id]),
      countAudience(db, refresher, refresher.audience, now()),
      listCampaigns(db, [tenant]),
    ]);
    const page = presentRefresher(refresher, {
      counted: progress.get(id),
      reach,
      campaign: campaigns.find((one) => one.id === refresher.campaign),
      canTest: viewerOf(res).person?.tenant === tenant,
      parts,
      now: now(),
      done: doneWords(String(req.query.done), refresher, now()),
    });
    render(res, 'dashboard/pages/refreshers/refresher.njk', { page });
  });

  pages.post('/refreshers/:id', express.urlencoded({ extended: false, limit: 1000 }), async (req, res) => {
    const refresher = await findRefresher(desk, res, String(req.params.id));
    const action = String(req.body?.action);
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act)
      throw new Problem(
        400,
        'Choose what to do',
        'Use one of the buttons of the refresher’s page.',
        `/refreshers/${refresher.id}`,
      );
    const done = await act(parts, refresher, viewerOf(res));
    log.info('refresher.acted', { kind: action, refresher: refresher.id });
    res.redirect(303, done);
  });
}

type Act = (parts: Parts, refresher: Refresher, viewer: Viewer) => Promise<string>;

const tooLate = (id: string): never => {
  throw new Problem(
    409,
    'It is too late for that',
    'The refresher has moved on in the meantime. Look at it, and try again.',
    `/refreshers/${id}`,
  );
};

/** Each gives the page that it leads to. */
const ACTIONS: Readonly<Record<string, Act>> = {
  async test({ desk }, refresher, viewer) {
    const { person } = viewer;
    if (person?.tenant !== refresher.tenant)
      throw new Problem(
        400,
        'Quietword doesn’t know you there',
        'A test goes to yourself, and your account is not linked to anybody on that platform. Ask whoever runs Quietword.',
        `/refreshers/${refresher.id}`,
      );
    return (await sendTest(desk, refresher, person.id, viewer))
      ? `/refreshers/${refresher.id}?done=test`
      : tooLate(refresher.id);
  },
  async unschedule({ desk }, refresher, viewer) {
    return (await unschedule(desk, refresher, viewer))
      ? `/refreshers/${refresher.id}?done=unschedule`
      : tooLate(refresher.id);
  },
  async cancel({ desk }, refresher, viewer) {
    return (await cancel(desk, refresher, viewer)) ? `/refreshers/${refresher.id}?done=cancel` : tooLate(refresher.id);
  },
  async resend({ desk }, refresher, viewer) {
    await resend(desk, refresher, viewer);
    return `/refreshers/${refresher.id}?done=resend`;
  },
  async copy({ desk }, refresher, viewer) {
    const made = await copy(desk, refresher, viewer);
    return made === undefined ? tooLate(refresher.id) : `/refreshers/${made}?done=copy`;
  },
};

const DONE: Readonly<Record<string, string>> = {
  saved: 'Saved. Look at it below as people will see it, send a test to yourself, then send it.',
  test: 'On its way to you. It says that it is a test, and is in no count.',
  send: 'On its way. People get it when they are at work.',
  unschedule: 'Back to a draft. It is not sent until you send it again.',
  cancel: 'Cancelled. Whoever has it already keeps it; nobody else gets it.',
  resend: 'Sent again to those who could not be reached, and to nobody else.',
  copy: 'Copied: this is the new draft.',
};

function doneWords(done: string, { state, sendAt, category }: Refresher, now: Date): string | null {
  if (done === 'send' && category !== null) return 'From now on it is offered, once to each.';
  if (done === 'send' && state === 'scheduled' && sendAt && sendAt > now)
    return `Scheduled: it goes out ${sayMoment(sendAt)}, to people while they are at work.`;
  return DONE[done] ?? null;
}

/** One query an organisation. */
export async function progressByTenant(db: Db, refreshers: readonly Refresher[]): Promise<Map<string, Counted>> {
  const all = new Map<string, Counted>();
  for (const [tenant, some] of Map.groupBy(refreshers, (refresher) => refresher.tenant))
    for (const [id, counted] of await progressOf(
      db,
      tenant,
      some.map((one) => one.id),
    ))
      all.set(id, counted);
  return all;
}
