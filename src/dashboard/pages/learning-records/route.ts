import type { Response } from 'express';
import { countsSince } from '../../../scores/completion.ts';
import { audit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import { learntByWhoAgreed } from '../../../store/learning-records.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { recordsCsv, withCompletion, xapiStatements } from '../me/records.ts';
import { ALL_TOPICS, send } from '../me/route.ts';

/** `/learning-records`: what those who agreed to it have completed, for the record of training. Nobody else is in it, and no wrong answer. */
export function learningRecordPages(parts: {
  pages: Pages;
  db: Db;
  publicUrl: string;
  render: Render;
  now: () => Date;
}): void {
  const { pages, db, publicUrl, render, now } = parts;
  const agreed = async (res: Response) => {
    const people = await learntByWhoAgreed(db, viewerOf(res).scope, countsSince(now()));
    return people.map((learnt) => withCompletion(learnt, ALL_TOPICS, now()));
  };
  pages.get('/learning-records', async (_req, res) => {
    const people = await agreed(res);
    const complete = people.filter(({ completion }) => completion.complete).length;
    render(res, 'dashboard/pages/learning-records/view.njk', { page: { people: people.length, complete } });
  });
  const logged = (res: Response, detail: 'csv' | 'json') =>
    audit(db, viewerOf(res), { action: 'records.exported', detail });
  pages.get('/learning-records.csv', async (_req, res) => {
    await logged(res, 'csv');
    send(res, 'learning-records.csv', 'text/csv; charset=utf-8', recordsCsv(await agreed(res)));
  });
  pages.get('/learning-records.json', async (_req, res) => {
    await logged(res, 'json');
    const statements = xapiStatements(await agreed(res), publicUrl);
    send(res, 'learning-records.json', 'application/json', `${JSON.stringify(statements, null, 2)}\n`);
  });
}
