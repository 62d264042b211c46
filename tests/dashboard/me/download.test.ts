import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../../src/store/database.ts';
import { addRefresher } from '../../../src/store/refreshers.ts';
import { onPglite, type TestDatabase } from '../../databases.ts';
import { addLearner, addMark } from '../learners.ts';
import { addIncident } from '../rows.ts';
import { NOW, openStage, type Stage } from './stage.ts';

const REALM = 'https://issuer.test';

let database: TestDatabase;
let db: Db;
let stage: Stage;
let me: string;
let other: string;
let refresher: string;
beforeAll(async () => {
  database = await onPglite();
  db = (await database.open()).db;
  stage = await openStage(db);
  me = await addLearner(db);
  other = await addLearner(db);
  await db.updateTable('people').set({ name: 'Tomos' }).where('id', '=', other).execute();
  await db.updateTable('people').set({ department: 'Surgery', manager: other }).where('id', '=', me).execute();
  const of = { tenant: 'T1', platform: 'slack', author: 'x' } as const;
  refresher = await addRefresher(db, of, {
    said: { en: { title: 'A', words: 'B' }, cy: null },
    topic: 'photos',
    picture: null,
    alt: null,
    question: null,
    acknowledge: true,
    audience: { kind: 'everyone' },
    category: null,
    campaign: null,
  });
  for (const person of [me, other]) await addEverything(person);
});
afterAll(async () => {
  await stage.stop();
  await database.drop();
});

/** A row in each table that keeps a person. */
async function addEverything(person: string): Promise<void> {
  const of = { tenant: 'T1', person };
  const { platform_user: user } = await db
    .selectFrom('people')
    .select('platform_user')
    .where('id', '=', person)
    .executeTakeFirstOrThrow();
  const incident = await addIncident(db, { at: NOW, platform: 'slack', tenant: 'T1', user });
  await addMark(db, person, { at: NOW, correct: false });
  const { id: round } = await db
    .insertInto('quiz_rounds')
    .values({ ...of, slot: NOW, questions: 1, not_before: NOW })
    .returning('id')
    .executeTakeFirstOrThrow();
  const question = { topic: 'photos', question: `asked-${person}`, variant: 'one', version: '1' };
  await db
    .insertInto('quiz_asked')
    .values({ ...of, ...question, round, place: 1 })
    .execute();
  const memory = { topic: 'photos', due: NOW, stability: 1, difficulty: 1, reps: 1, lapses: 0, reviewed: NOW };
  await db
    .insertInto('quiz_memory')
    .values({ ...of, ...memory })
    .execute();
  await db
    .insertInto('credits')
    .values({ ...of, about: incident, kind: 'near-miss' })
    .execute();
  await db
    .insertInto('team_managers')
    .values({ ...of, team: `Team ${person}`, source: 'admin' })
    .execute();
  await db
    .insertInto('manager_reports')
    .values({ ...of, month: '2026-10', via: null, sent_at: NOW })
    .execute();
  await db
    .insertInto('refresher_recipients')
    .values({ ...of, refresher, delivery: 'sent', chosen: 2, correct: false, answered_at: NOW })
    .execute();
  const account = { tenant: REALM, subject: `s-${person}` };
  await db
    .insertInto('accounts')
    .values({ ...account, name: `Named ${person}`, person_tenant: 'T1', person })
    .execute();
  await db
    .insertInto('role_grants')
    .values({ ...account, role: 'trainer', granted_by: 'boss' })
    .execute();
}

test('the copy has what is in every table that keeps a person, and nothing of whoever else is in them', async () => {
  stage.look({ realm: REALM, subject: `s-${me}`, person: { tenant: 'T1', id: me } });
  const text = await (await stage.get('/me/download.json')).text();
  const all = JSON.parse(text);
  const found: Record<string, unknown[]> = {
    accounts: [all.sign_in.account],
    credits: all.credits,
    incidents: all.incidents,
    manager_reports: all.monthly_reports_to_you,
    quiz_answers: all.questions.answers,
    quiz_asked: all.questions.asked,
    quiz_memory: all.questions.thought_to_be_remembered,
    quiz_rounds: all.questions.rounds,
    refresher_recipients: all.refreshers,
    team_managers: all.teams_that_you_manage,
  };
  // A table that is new fails here until the copy has it.
  const { rows: tables } = await sql<{ name: string }>`select c.relname as name from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'person' and not a.attisdropped
    where c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(db);
  expect(Object.keys(found)).toEqual(tables.map(({ name }) => name));
  for (const [table, rows] of Object.entries(found)) expect(rows, table).toEqual([expect.any(Object)]);
  expect(all.sign_in).toMatchObject({ account: { name: `Named ${me}` }, roles: [{ role: 'trainer' }] });
  expect(all.refreshers[0]).toMatchObject({ refresher, chosen: 2, correct: false });
  expect(all.account).toMatchObject({ department: 'Surgery', manager: 'Tomos', guest: false });
  expect(text).not.toContain(other);
});
