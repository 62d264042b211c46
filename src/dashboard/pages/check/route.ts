import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import type { Checked, Inbound } from '../../../chat.ts';
import type { Log } from '../../../log.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { type CheckForm, type Errors, type Filled, filledIn, LONGEST_DRAFT, readForm, TOO_LONG } from './form.ts';
import { presentCheck } from './present.ts';

interface Parts {
  readonly pages: Pages;
  readonly onCheck: Inbound['onCheck'];
  /** Whose checks these are counted as. */
  readonly tenant: string;
  readonly render: Render;
  readonly log: Log;
}

/** In a form a character takes nine bytes at most (`%E7%95%8C`). */
const LARGEST_BODY = 9 * LONGEST_DRAFT + 1000;
const FAILED = 'Quietword could not check this just now. Your message is still here: please try again';

/** `/check`: what Quietword would say to a message before it is posted. The draft lives while it is answered, and no longer. */
export function checkPage({ pages, onCheck, tenant, render, log }: Parts): void {
  const show = (res: Response, filled: Filled, outcome: { errors?: Errors; checked?: Checked }) =>
    render(res, 'dashboard/pages/check/view.njk', { page: presentCheck(filled, outcome) });
  const check = ({ text, where, language }: CheckForm) =>
    onCheck({
      platform: 'web',
      tenant,
      text,
      attachments: [],
      audience: where,
      readers: null,
      guests: null,
      language,
    });

  pages.get('/check', (req, res) => show(res, unset(req), {}));

  pages.post('/check', express.urlencoded({ extended: false, limit: LARGEST_BODY, parameterLimit: 10 }), (async (
    req,
    res,
  ) => {
    const filled = filledIn(req.body, unset(req));
    const read = readForm(req.body);
    if ('errors' in read) {
      show(res.status(400), filled, { errors: read.errors });
      return;
    }
    try {
      show(res, filled, { checked: await check(read.form) });
    } catch (error) {
      log.error('check.failed', { platform: 'web', error });
      show(res.status(503), filled, { errors: { text: FAILED } });
    }
  }) satisfies RequestHandler);

  pages.router.use('/check', ((error, req, res, next) => {
    if (error?.type !== 'entity.too.large') return next(error);
    show(res.status(413), unset(req), { errors: { text: `${TOO_LONG}: yours was too long to show here again` } });
  }) satisfies ErrorRequestHandler);
}

/** Nothing filled in yet; the answer is in the browser's own language where Quietword speaks it. */
function unset(req: Request): Filled {
  return { text: '', where: '', language: req.acceptsLanguages('en', 'cy') || 'en' };
}
