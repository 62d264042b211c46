import { randomBytes } from 'node:crypto';
import express, { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import type { InboundMessage, OnMessage } from '../../chat.ts';
import type { Log } from '../../log.ts';
import type { Render } from './adapter.ts';
import type { Mailbox } from './mailbox.ts';
import { type Address, BadRequest, type Content, LONGEST_TEXT, readAddress, readContent } from './requests.ts';
import { ATTACHMENTS, CHANNELS, EXAMPLES, TEAM } from './team.ts';

const TENANT = 'simulator';
const MESSAGE = '/try/sessions/:session/channels/:audience/messages/:number';

/** A UTF-16 unit takes three bytes at most; the rest is room for the other fields. */
const LARGEST_BODY = 3 * LONGEST_TEXT + 20_000;

interface Parts {
  readonly onMessage: OnMessage;
  readonly render: Render;
  readonly mailbox: Mailbox;
  readonly log: Log;
}

export function simulatorRoutes({ onMessage, render, mailbox, log }: Parts): Router {
  const router = Router();

  router.get('/try', (_req, res) => {
    const session = randomBytes(16).toString('hex');
    render(res, 'adapters/simulator/try.njk', {
      session,
      team: TEAM,
      channels: CHANNELS,
      examples: EXAMPLES,
      attachments: ATTACHMENTS,
    });
  });
  for (const file of ['try.js', 'try.css']) {
    router.get(`/try/${file}`, (_req, res) =>
      res.sendFile(file, { root: import.meta.dirname, cacheControl: false, headers: { 'Cache-Control': 'no-cache' } }),
    );
  }

  router.get('/try/sessions/:session/notices', (req, res) => {
    const { session } = readAddress({ ...req.params, audience: 'direct', number: 1 });
    if (!mailbox.touch(session)) {
      res.status(503).json({ error: 'Too many pages are open here: close one and try again.' });
      return;
    }
    mailbox.connect(session, res);
  });

  /** Hands a message on as every platform does: answered once it is stored, 503 where it can't be. */
  const handOn = async (message: InboundMessage, session: string): Promise<void> => {
    mailbox.touch(session);
    try {
      await onMessage(message);
    } catch (error) {
      log.error('simulator.not-stored', { platform: 'simulator', kind: message.type, error });
      throw new NotStored();
    }
  };

  router.put(MESSAGE, express.json({ limit: LARGEST_BODY }), (async (req, res) => {
    const at = readAddress(req.params);
    await handOn(posted(at, readContent(req.body)), at.session);
    res.status(204).end();
  }) satisfies RequestHandler);

  router.delete(MESSAGE, async (req, res) => {
    const at = readAddress(req.params);
    const id = `${at.session}.${at.number}`;
    await handOn({ type: 'deleted', platform: 'simulator', tenant: TENANT, channelId: at.audience, id }, at.session);
    res.status(204).end();
  });

  router.use('/try', explain);
  return router;
}

function posted(at: Address, content: Content): InboundMessage {
  return {
    type: 'posted',
    platform: 'simulator',
    tenant: TENANT,
    channel: { id: at.audience, name: null, audience: at.audience, readers: content.readers },
    id: `${at.session}.${at.number}`,
    version: content.version === 0 ? '' : String(content.version),
    thread: null,
    author: `${at.session}.${content.person}`,
    text: content.text,
    attachments: content.attachments,
    postedAt: new Date(),
    link: null,
  };
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
