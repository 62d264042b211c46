import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import type { Inbound } from '../../chat.ts';
import type { Log } from '../../log.ts';
import type { Render } from './adapter.ts';
import { teamOn } from './colleagues.ts';
import { answered, deleted, drafted, languageOf, posted, reported, wished } from './inbound.ts';
import type { Mailbox } from './mailbox.ts';
import {
  BadRequest,
  LONGEST_TEXT,
  readAddress,
  readChoice,
  readContent,
  readDraft,
  readRaised,
  readSession,
  readSetting,
  readSomeone,
  readWish,
} from './requests.ts';
import { ATTACHMENTS, CHANNELS, EXAMPLES, LANGUAGE_NAMES, TEAM } from './team.ts';

/** Scripts and styles that the browser fetches as they are. */
const PAGE = join(import.meta.dirname, 'page');

const SESSION = '/try/sessions/:session';
const MESSAGE = `${SESSION}/channels/:audience/messages/:number`;

/** A UTF-16 unit takes three bytes at most; the rest is room for the other fields. */
const LARGEST_BODY = 3 * LONGEST_TEXT + 20_000;

interface Parts {
  readonly inbound: Omit<Inbound, 'onJoined'>;
  /** What is pinned in each channel: that Quietword is there. */
  readonly announcement: () => string;
  readonly render: Render;
  readonly mailbox: Mailbox;
  readonly log: Log;
}

export function simulatorRoutes({ inbound, announcement, render, mailbox, log }: Parts): Router {
  const router = Router();
  const json = express.json({ limit: LARGEST_BODY });

  router.get('/try', (_req, res) => {
    const session = randomBytes(16).toString('hex');
    render(res, 'adapters/simulator/try.njk', {
      session,
      team: TEAM,
      channels: CHANNELS,
      examples: EXAMPLES,
      attachments: ATTACHMENTS,
      languages: LANGUAGE_NAMES,
      announcement: announcement(),
    });
  });
  const setHeaders = (res: express.Response) => res.set('Cache-Control', 'no-cache');
  router.use('/try/page', express.static(PAGE, { index: false, cacheControl: false, setHeaders }));

  router.use('/try/sessions', (_req, res, next) => {
    // Answers may hold a person's own words.
    res.set('Cache-Control', 'no-store');
    next();
  });

  router.get(`${SESSION}/notices`, async (req, res) => {
    const session = readSession(req.params);
    if (!mailbox.touch(session)) {
      res.status(503).json({ error: 'Too many pages are open here: close one and try again.' });
      return;
    }
    // Without it they are in no team, and their notices reach them all the same.
    await inbound
      .onStaff({ platform: 'simulator', tenant: 'simulator', changes: teamOn(session) })
      .catch((error: unknown) => log.warn('simulator.team-not-stored', { platform: 'simulator', error }));
    mailbox.connect(session, res);
  });

  /** Hands it on as every platform does: answered once it is stored, 503 where it can't be. */
  const handOn = async <T>(kind: string, session: string, take: () => Promise<T>): Promise<T> => {
    mailbox.touch(session);
    try {
      return await take();
    } catch (error) {
      log.error('simulator.not-stored', { platform: 'simulator', kind, error });
      throw new NotStored();
    }
  };

  router.put(MESSAGE, json, (async (req, res) => {
    const at = readAddress(req.params);
    const message = posted(at, readContent(req.body));
    await handOn(message.type, at.session, () => inbound.onMessage(message));
    res.status(204).end();
  }) satisfies RequestHandler);

  router.delete(MESSAGE, async (req, res) => {
    const at = readAddress(req.params);
    await handOn('deleted', at.session, () => inbound.onMessage(deleted(at)));
    res.status(204).end();
  });

  router.post(`${MESSAGE}/reports`, json, (async (req, res) => {
    const at = readAddress(req.params);
    const report = reported(at, readRaised(req.body));
    res.json({ said: await handOn('report', at.session, () => inbound.onReport(report)) });
  }) satisfies RequestHandler);

  router.post(`${SESSION}/answers`, json, (async (req, res) => {
    const session = readSession(req.params);
    const answer = answered(session, readChoice(req.body));
    res.json(await handOn('answer', session, () => inbound.onAnswer(answer)));
  }) satisfies RequestHandler);

  router.post(`${SESSION}/checks`, json, (async (req, res) => {
    const session = readSession(req.params);
    const draft = drafted(readDraft(req.body));
    res.json(await handOn('check', session, () => inbound.onCheck(draft)));
  }) satisfies RequestHandler);

  router.post(`${SESSION}/people/:person/wishes`, json, (async (req, res) => {
    const { session, person } = readSomeone(req.params);
    const wish = wished(session, person, readWish(req.body).for);
    res.json({ notice: await handOn('wish', session, () => inbound.onWish(wish)) });
  }) satisfies RequestHandler);

  router.put(`${SESSION}/people/:person/language`, json, (async (req, res) => {
    const { session, person } = readSomeone(req.params);
    const choice = languageOf(session, person, readSetting(req.body).language);
    res.json({ said: await handOn('language', session, () => inbound.onLanguage(choice)) });
  }) satisfies RequestHandler);

  router.use('/try', explain);
  return router;
}

class NotStored extends Error {}

/** One sentence for what a script sent; the rest is for the program's own error pages. */
const explain: ErrorRequestHandler = (error, _req, res, next) => {
  const answer = (status: number, sentence: string) => res.status(status).json({ error: sentence });
  if (error instanceof BadRequest) answer(400, error.message);
  else if (error instanceof NotStored) answer(503, 'Quietword could not take this in just now. Please try again.');
  else if (error?.type === 'entity.parse.failed') answer(400, 'The body must be JSON.');
  else if (error?.type === 'entity.too.large') answer(413, 'text must have at most 100,000 characters.');
  else next(error);
};
