import { randomBytes } from 'node:crypto';
import express, { type Request, type Response } from 'express';
import { contentOf, EVERYWHERE, questionIn } from '../../../quizzes/stored.ts';
import { londonDay } from '../../../store/counts.ts';
import { versionsOf } from '../../../store/question-versions.ts';
import { viewerOf } from '../../access.ts';
import { type Fields, NOTHING, numberOfWays, type Typed, typedIn, typedOf, WAYS } from './fields.ts';
import { presentForm } from './form.ts';
import { keepVersion } from './keep.ts';
import { type Fault, readQuestion } from './read.ts';
import { bankOf, type Entry, entryOf, type Parts, type Shelf } from './shelf.ts';

const LARGEST_BODY = 200_000;
const MOST_FIELDS = 200;

/** `/questions/new` and `/questions/:id/edit`. */
export function editPages(
  { pages, db, mayBeTaught, render, log, now }: Parts,
  shelfOf: (res: Response) => Promise<Shelf>,
): void {
  const body = express.urlencoded({ extended: false, limit: LARGEST_BODY, parameterLimit: MOST_FIELDS });
  const show = (res: Response, entry: Entry | undefined, typed: Typed, base: string, faults: readonly Fault[] = []) =>
    render(res, 'dashboard/pages/questions/form.njk', { page: presentForm(entry, typed, base, faults) });

  const save = async (req: Request, res: Response, shelf: Shelf, entry: Entry | undefined): Promise<void> => {
    const fields = (req.body ?? {}) as Fields;
    const base = String(fields.base ?? '0');
    if (fields.action === 'more') {
      show(res, entry, typedIn(fields, Math.min(numberOfWays(fields) + 1, WAYS.most)), base);
      return;
    }
    const typed = entry ? { ...typedIn(fields), topic: entry.question.topic } : typedIn(fields);
    const tenant = await bankOf(db, viewerOf(res));
    const id = entry?.question.id ?? `own-${randomBytes(4).toString('hex')}`;
    const versions = entry ? await versionsOf(db, [EVERYWHERE, tenant], id) : [];
    const earlier = [entry?.original, ...versions.map(questionIn)];
    const read = readQuestion(typed, {
      bank: shelf.bank,
      before: entry?.question,
      id,
      usedIds: earlier.flatMap((question) => question?.variants.map((variant) => variant.id) ?? []),
      needsWelsh: entry?.original !== undefined,
      mayBeTaught,
      today: londonDay(now()),
    });
    if ('faults' in read) {
      show(res.status(400), entry, typed, base, read.faults);
      return;
    }
    const { topic, content, welsh } = read;
    const number = (versions.find((version) => version.tenant === tenant)?.number ?? 0) + 1;
    const retired = entry?.retired ?? false;
    const kind = entry ? 'edit' : 'add';
    const version = { tenant, question: id, number, topic, content, welsh, retired, at: now() };
    const isKept = base === baseOf(entry) && (await keepVersion(db, viewerOf(res), kind, version));
    if (!isKept) {
      show(res.status(409), entry, typed, baseOf(entry), [{ field: 'way-1-en-stem', sentence: QUICKER }]);
      return;
    }
    log.info('question.changed', { kind });
    res.redirect(303, `/questions/${id}?done=saved`);
  };

  pages.get('/questions/new', (req, res) => {
    const topic = typeof req.query.topic === 'string' ? req.query.topic : '';
    show(res, undefined, { ...NOTHING, topic }, '0');
  });
  pages.post('/questions/new', body, async (req, res) => save(req, res, await shelfOf(res), undefined));

  pages.get('/questions/:id/edit', async (req, res) => {
    const entry = entryOf(await shelfOf(res), String(req.params.id));
    show(res, entry, typedOf(entry.question.topic, contentOf(entry.question), entry.welsh), baseOf(entry));
  });
  pages.post('/questions/:id/edit', body, async (req, res) => {
    const shelf = await shelfOf(res);
    await save(req, res, shelf, entryOf(shelf, String(req.params.id)));
  });
}

const QUICKER =
  'Somebody else changed this question while you wrote. Your words are still here: look at theirs in another window, then save yours if they are the better ones';

/** What an edit starts from: whose change, and which. An edit of something older is not kept over a newer one. */
const baseOf = (entry: Entry | undefined): string =>
  entry?.change ? `${entry.change.tenant}/${entry.change.number}` : '0';
