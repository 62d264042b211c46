/** The questions of one bank as a trainer sees them: those that are asked, and those that were retired. */
import type { Log } from '../../../log.ts';
import type { Bank, Question } from '../../../quizzes/bank.ts';
import type { Decks } from '../../../quizzes/decks.ts';
import { EVERYWHERE, questionIn } from '../../../quizzes/stored.ts';
import type { Db } from '../../../store/database.ts';
import { latestVersions, type StoredVersion } from '../../../store/question-versions.ts';
import { findOrganisations } from '../../../store/scores.ts';
import type { Viewer } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { Problem } from '../../problems.ts';
import type { Language } from './fields.ts';

export interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  readonly decks: Decks;
  /** Judges a trainer's words before they are kept. */
  readonly mayBeTaught: (words: string, language: Language) => boolean;
  readonly render: Render;
  readonly log: Log;
  readonly now: () => Date;
}

export interface Entry {
  readonly question: Question;
  /** As the files have it; undefined: a trainer's own. */
  readonly original: Question | undefined;
  /** The latest change; undefined: as the files have it from the start. */
  readonly change: StoredVersion | undefined;
  readonly retired: boolean;
  /** Whether somebody put it into Welsh. */
  readonly welsh: boolean;
}

export interface Shelf {
  readonly bank: Bank;
  readonly entries: readonly Entry[];
}

/** Whose bank somebody changes: that of the organisation that they see, or of all that this installation serves. */
export async function bankOf(db: Db, { scope }: Viewer): Promise<string> {
  if (scope.tenants === null) return EVERYWHERE;
  // In a Slack grid the scope has the workspace and the grid, and rows are kept under the one where the app was installed.
  const [organisation] = await findOrganisations(db, scope);
  const tenant = organisation?.tenant ?? scope.tenants[0];
  if (tenant === undefined)
    throw new Problem(
      403,
      'No organisation is yours',
      'Your account is not linked to any organisation that Quietword serves.',
    );
  return tenant;
}

export async function openShelf(db: Db, decks: Decks, tenant: string): Promise<Shelf> {
  const [{ bank }, changes] = await Promise.all([
    decks.of(tenant),
    latestVersions(db, [...new Set([EVERYWHERE, tenant])]),
  ]);
  const latest = new Map<string, StoredVersion>();
  for (const change of changes)
    if (change.tenant === tenant || !latest.has(change.question)) latest.set(change.question, change);
  const originals = new Map(decks.files.questions.map((question) => [question.id, question]));
  const asked = new Map(bank.questions.map((question) => [question.id, question]));
  const ids = new Set([...originals.keys(), ...asked.keys(), ...latest.keys()]);
  const entries = [...ids].flatMap((id): Entry[] => {
    const [original, change] = [originals.get(id), latest.get(id)];
    const question = asked.get(id) ?? (change && questionIn(change)) ?? original;
    if (!question) return [];
    const welsh = change === undefined || change.content === null || change.welsh;
    return [{ question, original, change, retired: change?.retired ?? false, welsh }];
  });
  return { bank, entries };
}

export function entryOf({ entries }: Shelf, id: string): Entry {
  const entry = entries.find(({ question }) => question.id === id);
  if (!entry)
    throw new Problem(404, 'No such question', 'There is no question of this name in the bank.', '/questions');
  return entry;
}
