import express, { type Request, type Response } from 'express';
import { EVERYWHERE } from '../../../quizzes/stored.ts';
import { londonDay } from '../../../store/counts.ts';
import { versionsOf } from '../../../store/question-versions.ts';
import { viewerOf } from '../../access.ts';
import { Problem } from '../../problems.ts';
import { findNeeds } from '../training/needs.ts';
import { editPages } from './edit.ts';
import { zipOf } from './export.ts';
import { keepVersion } from './keep.ts';
import { type Asked, presentList, SHOWN } from './present.ts';
import { presentQuestion } from './question.ts';
import { bankOf, entryOf, openShelf, type Parts } from './shelf.ts';

/** `/questions`: the bank, each question with its history, and what trainers add and change. */
export function questionPages(parts: Parts): void {
  const { pages, db, decks, render, log, now } = parts;
  const today = () => londonDay(now());
  const shelfOf = async (res: Response) => openShelf(db, decks, await bankOf(db, viewerOf(res)));

  pages.get('/questions', async (req, res) => {
    const { entries } = await shelfOf(res);
    const needs = await findNeeds(db, viewerOf(res).scope, now());
    render(res, 'dashboard/pages/questions/list.njk', { page: presentList(entries, needs, askedFor(req), today()) });
  });

  pages.get('/questions/bank.zip', async (_req, res) => {
    const { bank, entries } = await shelfOf(res);
    res
      .set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="quizzes.zip"' })
      .type('application/zip')
      .send(Buffer.from(zipOf(bank.titles, entries)));
  });

  // Before `/questions/:id`, which would take `new` for one.
  editPages(parts, shelfOf);

  pages.get('/questions/:id', async (req, res) => {
    const { question, ...entry } = entryOf(await shelfOf(res), String(req.params.id));
    const versions = await versionsOf(db, [EVERYWHERE, await bankOf(db, viewerOf(res))], question.id);
    const done = Object.hasOwn(DONE, String(req.query.done)) ? DONE[req.query.done as keyof typeof DONE] : null;
    render(res, 'dashboard/pages/questions/question.njk', {
      page: presentQuestion({ question, ...entry }, versions, today(), done),
    });
  });

  pages.post('/questions/:id', express.urlencoded({ extended: false, limit: 1000 }), async (req, res) => {
    const { question, change } = entryOf(await shelfOf(res), String(req.params.id));
    const action = String(req.body?.action);
    if (!isAction(action))
      throw new Problem(
        400,
        'Choose what to do',
        'Use one of the buttons of the question’s page.',
        `/questions/${question.id}`,
      );
    const tenant = await bankOf(db, viewerOf(res));
    const isKept = await keepVersion(db, viewerOf(res), action, {
      tenant,
      question: question.id,
      number: change?.tenant === tenant ? change.number + 1 : 1,
      topic: question.topic,
      content: action === 'reset' ? null : (change?.content ?? null),
      welsh: action === 'reset' || (change?.welsh ?? true),
      retired: action === 'retire',
      at: now(),
    });
    if (!isKept)
      throw new Problem(
        409,
        'Somebody else was quicker',
        'The question was changed at the same moment. Look at it, and try again.',
        `/questions/${question.id}`,
      );
    log.info('question.changed', { kind: action });
    res.redirect(303, `/questions/${question.id}?done=${action}`);
  });
}

const DONE = {
  saved: 'Saved. People are asked in these words within seconds.',
  retire: 'Taken out. Nobody is asked this question any more; answers that were given still count.',
  restore: 'Back in. People are asked this question again.',
  reset: 'Back to the words that Quietword came with.',
} as const;

const isAction = (action: string): action is 'retire' | 'restore' | 'reset' =>
  action === 'retire' || action === 'restore' || action === 'reset';

function askedFor({ query }: Request): Asked {
  const text = (value: unknown) => (typeof value === 'string' ? value.trim().slice(0, 100) : '');
  return {
    search: text(query.search),
    topic: text(query.topic),
    show: SHOWN.find((one) => one === query.show) ?? 'asked',
  };
}
