import express, { type Request, type RequestHandler, type Response } from 'express';
import type { Log } from '../../../log.ts';
import { pauseFrom } from '../../../quizzes/choices.ts';
import { completionOf, countsSince } from '../../../scores/completion.ts';
import { streakOf } from '../../../scores/streak.ts';
import { askedRounds } from '../../../store/asked-rounds.ts';
import { audit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import { erase } from '../../../store/erase.ts';
import { learntBy } from '../../../store/learning-records.ts';
import {
  findAccount,
  findOwnIncident,
  listOwnCredits,
  listOwnIncidents,
  listOwnMarks,
  type PersonId,
} from '../../../store/own.ts';
import { challenge, setChoices } from '../../../store/own-changes.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { Problem } from '../../problems.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import { certificate } from './certificate.ts';
import { everythingOn } from './download.ts';
import { type Fault, readChallenge, readChoices } from './form.ts';
import { presentIncident, presentMine } from './present.ts';
import { recordsCsv, withCompletion, xapiStatements } from './records.ts';

interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  /** Judges a few words before they are kept. */
  readonly mayBeKept: (words: string) => boolean;
  /** Told of what somebody challenged, once it is stored. */
  readonly onChallenged: (tenant: string, incident: string) => Promise<void>;
  readonly publicUrl: string;
  /** How long a pause lasts, by the policy as it is now. */
  readonly pauseDays: () => number;
  readonly render: Render;
  readonly log: Log;
  readonly now: () => Date;
}

const INCIDENTS = 50;
const ANSWERS = 1000;
const SCORE_DAYS = 90;
const DAY_MS = 86_400_000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const ALL_TOPICS = Object.keys(TOPIC_WORDS);

/** `/me`: what is kept of whoever looks, for them alone: rows are found by who they are, and by nothing that they send. */
export function mePages({ pages, db, mayBeKept, onChallenged, publicUrl, pauseDays, render, log, now }: Parts): void {
  const form = express.urlencoded({ extended: false, limit: 20_000 });

  const read = async (person: PersonId) => {
    const account = await findAccount(db, person);
    if (!account) return undefined;
    const since = countsSince(now());
    const [incidents, marks, credits, learnt, rounds] = await Promise.all([
      listOwnIncidents(db, person, INCIDENTS),
      listOwnMarks(db, person, ANSWERS),
      listOwnCredits(db, person),
      learntBy(db, person, since),
      askedRounds(db, person),
    ]);
    const completion = completionOf(learnt?.topics ?? [], ALL_TOPICS, now());
    return { account, incidents, marks, credits, completion, streak: streakOf(rounds) };
  };

  const showMine = async (res: Response, given: { faults: readonly Fault[]; choices: object } | null = null) => {
    const { person, subject, realm } = viewerOf(res);
    const own = person && (await read(person));
    if (!own) {
      render(res, 'dashboard/pages/me/not-linked.njk', { page: { subject, signedIn: realm !== 'local' } });
      return;
    }
    const page = presentMine(own, { since: new Date(now().getTime() - SCORE_DAYS * DAY_MS), now: now() });
    const faults = given?.faults ?? [];
    const byField = Object.fromEntries(faults.map(({ field, error }) => [field, { text: error }]));
    const said = { saved: res.req.query.saved === 'yes', erased: res.req.query.erased === 'yes' };
    const choices = { ...page.choices, ...given?.choices };
    render(res, 'dashboard/pages/me/view.njk', {
      page: { ...page, ...said, choices, faults, byField, pauseDays: pauseDays() },
    });
  };

  pages.get('/me', (_req, res) => showMine(res));

  pages.post('/me/choices', form, async (req, res) => {
    const person = mine(res);
    const given = readChoices(req.body);
    if ('faults' in given) {
      await showMine(res.status(400), { faults: given.faults, choices: typed(req) });
      return;
    }
    const { pause, ...choices } = given.choices;
    const account = await findAccount(db, person);
    const pausedUntil = pause ? pauseFrom(account?.pausedUntil ?? null, now(), pauseDays()) : null;
    await setChoices(db, person, { ...choices, pausedUntil }, now());
    log.info('me.choices-set');
    res.redirect(303, '/me?saved=yes#choices');
  });

  const showIncident = async (req: Request, res: Response, fault: (Fault & { note: string }) | null) => {
    const id = String(req.params.id);
    const incident = UUID.test(id) ? await findOwnIncident(db, mine(res), id) : undefined;
    if (!incident)
      throw new Problem(
        404,
        'Not here',
        'There is no such message of yours: it may be older than what is kept.',
        '/me',
      );
    render(res, 'dashboard/pages/me/incident.njk', { page: { item: presentIncident(incident), fault } });
  };

  pages.get('/me/incidents/:id', (req, res) => showIncident(req, res, null));

  pages.post('/me/incidents/:id', form, async (req, res) => {
    const id = String(req.params.id);
    const given = readChallenge(req.body, mayBeKept);
    if ('error' in given) {
      await showIncident(req, res.status(400), { ...given, note: String(typed(req).note ?? '') });
      return;
    }
    const known = UUID.test(id) && (await challenge(db, mine(res), id, { ...given, now: now() }));
    if (!known)
      throw new Problem(
        404,
        'Not here',
        'There is no such message of yours: it may be older than what is kept.',
        '/me',
      );
    log.info('me.challenged');
    onChallenged(mine(res).tenant, id).catch((error: unknown) => log.warn('me.challenge_not_said', { error }));
    res.redirect(303, `/me/incidents/${id}`);
  });

  const logged = (res: Response, file: 'my-data' | 'certificate' | 'learning-csv' | 'learning-xapi') =>
    audit(db, viewerOf(res), { action: 'own.downloaded', subject: `person:${mine(res).id}`, detail: file });

  pages.get('/me/download.json', async (_req, res) => {
    const all = await everythingOn(db, mine(res), viewerOf(res), now());
    if (!all) throw notLinked();
    await logged(res, 'my-data');
    send(res, 'quietword-my-data.json', 'application/json', `${JSON.stringify(all, null, 2)}\n`);
  });

  pages.get('/me/erase', ((_req, res) => {
    mine(res);
    render(res, 'dashboard/pages/me/erase.njk', { page: { fault: null } });
  }) satisfies RequestHandler);

  pages.post('/me/erase', form, async (req, res) => {
    const person = mine(res);
    if (typed(req).sure !== 'yes') {
      const fault = { field: 'sure', error: 'Say that you are sure, or go back to your page' };
      render(res.status(400), 'dashboard/pages/me/erase.njk', { page: { fault } });
      return;
    }
    await db.transaction().execute(async (trx) => {
      await erase(trx, person, now());
      await audit(trx, viewerOf(res), { action: 'own.erased', subject: `person:${person.id}` });
    });
    log.info('me.erased');
    res.redirect(303, '/me?erased=yes');
  });

  pages.get('/me/certificate.pdf', async (_req, res) => {
    const own = await read(mine(res));
    if (!own) throw notLinked();
    if (!own.completion.complete)
      throw new Problem(
        404,
        'Not completed yet',
        'A certificate comes when you have answered a question on every topic right.',
        '/me',
      );
    await logged(res, 'certificate');
    const name = own.account.name ?? own.account.user;
    send(res, 'certificate.pdf', 'application/pdf', await certificate({ name, completion: own.completion }, now()));
  });

  const ownRecord = async (res: Response) => {
    const learnt = await learntBy(db, mine(res), countsSince(now()));
    if (!learnt) throw notLinked();
    return [withCompletion(learnt, ALL_TOPICS, now())];
  };
  pages.get('/me/learning.csv', async (_req, res) => {
    const record = await ownRecord(res);
    await logged(res, 'learning-csv');
    send(res, 'learning.csv', 'text/csv; charset=utf-8', recordsCsv(record));
  });
  pages.get('/me/learning.json', async (_req, res) => {
    const statements = xapiStatements(await ownRecord(res), publicUrl);
    await logged(res, 'learning-xapi');
    send(res, 'learning.json', 'application/json', `${JSON.stringify(statements, null, 2)}\n`);
  });
}

/** As a file to keep; never in a cache that others share. */
export function send(res: Response, name: string, type: string, content: string | Buffer): void {
  res
    .set({ 'Cache-Control': 'no-store', 'Content-Disposition': `attachment; filename="${name}"` })
    .type(type)
    .send(content);
}

const typed = (req: Request): Record<string, unknown> => (req.body ?? {}) as Record<string, unknown>;

const notLinked = () =>
  new Problem(
    404,
    'Not linked',
    'Your sign-in is not linked to an account that posts, so nothing here is yours yet.',
    '/me',
  );

function mine(res: Response): PersonId {
  const { person } = viewerOf(res);
  if (!person) throw notLinked();
  return person;
}
