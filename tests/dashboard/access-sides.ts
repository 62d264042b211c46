import { addCampaign } from '../../src/store/campaigns.ts';
import { setChannelRule } from '../../src/store/channel-rules.ts';
import type { Db } from '../../src/store/database.ts';
import { addRefresher, scheduleRefresher } from '../../src/store/refreshers.ts';
import { raise } from '../../src/store/triage.ts';
import { addMark } from './learners.ts';
import { addIncident } from './rows.ts';
import { ISSUER } from './visitor.ts';

/** A team with one of everything that is kept, each with the mark in it. */
export interface Side {
  readonly tenant: string;
  readonly mark: string;
  readonly team: string;
  readonly person: string;
  readonly incident: string;
  readonly item: string;
  readonly campaign: string;
  readonly refresher: string;
  readonly question: string;
  readonly channel: string;
  /** A sign-in id. */
  readonly account: string;
}

const AT = new Date('2026-10-12T10:00:00Z');
/** More than eight, or nothing of the team would be shown to anybody. */
const PEOPLE = 30;

export async function fillSide(db: Db, { tenant, mark }: Pick<Side, 'tenant' | 'mark'>): Promise<Side> {
  const team = `Team ${mark}`;
  const person = await addPeople(db, tenant, mark);
  const incident = await addIncident(db, {
    at: new Date('2026-11-20T10:00:00Z'),
    platform: 'slack',
    tenant,
    user: `U${mark}`,
  });
  const channel = `C0${mark}`;
  const realm = `${ISSUER}/${tenant}`;
  const account = `account-${mark}`;
  await db
    .insertInto('accounts')
    .values({ tenant: realm, subject: account, name: mark, person_tenant: tenant, person })
    .execute();
  await db
    .insertInto('role_grants')
    .values({ tenant: realm, subject: account, role: 'trainer', granted_by: mark })
    .execute();
  await db
    .insertInto('audit_log')
    .values({ tenant: realm, actor: account, action: 'person.viewed', subject: `person:${mark}` })
    .execute();
  const where = { tenant, platform: 'slack', channel } as const;
  const item = await db.transaction().execute(async (trx) => {
    await setChannelRule(trx, where, { audience: 'external', excluded: false }, { actor: mark, now: AT });
    return raise(trx, {
      ...where,
      message: mark,
      kind: 'report',
      incident: null,
      link: `https://example.org/${mark}`,
      level: 'urgent',
      categories: ['name'],
      audience: 'organisation',
      readers: 12,
      reporter: person,
      raisedAt: AT,
    });
  });
  const question = `own-${mark.toLowerCase()}`;
  await db.insertInto('question_versions').values(versionOf({ tenant, question, mark })).execute();
  const campaign = await addCampaign(db, {
    tenant,
    author: mark,
    name: mark,
    startsOn: '2026-12-01',
    endsOn: '2026-12-29',
  });
  const refresher = (title: string) =>
    addRefresher(
      db,
      { tenant, platform: 'slack', author: mark },
      {
        said: { en: { title, words: title }, cy: null },
        topic: 'photos',
        picture: null,
        alt: null,
        question: null,
        acknowledge: true,
        audience: { kind: 'teams', teams: [team] },
        category: null,
        campaign,
      },
    );
  const scheduled = await refresher(`${mark} soon`);
  await db.transaction().execute((trx) => scheduleRefresher(trx, { tenant, id: scheduled, sendAt: AT, now: AT }));
  return {
    tenant,
    mark,
    team,
    person,
    incident,
    item: item ?? '',
    campaign,
    refresher: await refresher(mark),
    question,
    channel,
    account,
  };
}

/** Those of a team, its manager, and the answers that make its figures. Gives the first, who is the mark's own. */
async function addPeople(db: Db, tenant: string, mark: string): Promise<string> {
  const team = `Team ${mark}`;
  const of = { tenant, platform: 'slack' as const, last_seen_at: new Date('2026-11-20T09:00:00Z'), first_seen_at: AT };
  const people = await db
    .insertInto('people')
    .values([
      ...Array.from({ length: PEOPLE }, (_, index) => ({
        ...of,
        platform_user: `U${mark}${index || ''}`,
        name: `Mark ${mark}`,
        job_title: mark,
        team,
        records_shared_at: AT,
      })),
      {
        ...of,
        platform_user: `Lead${mark}`,
        name: `Lead ${mark}`,
        job_title: null,
        team: null,
        records_shared_at: null,
      },
    ])
    .returning('id')
    .execute();
  const [first, lead] = [people[0]?.id ?? '', people.at(-1)?.id ?? ''];
  await db.insertInto('team_managers').values({ tenant, team, person: lead, source: 'admin' }).execute();
  for (const { id } of people.slice(0, PEOPLE))
    for (const month of ['08', '09', '10'])
      await addMark(db, id, { tenant, at: new Date(`2026-${month}-12T10:00:00Z`), correct: true });
  return first;
}

function versionOf({ tenant, question, mark }: { tenant: string; question: string; mark: string }) {
  const way = (id: string) => ({
    id,
    right: 1,
    en: { stem: `${mark} ${id}?`, options: ['A', 'B', 'C'] },
    cy: { stem: `${mark} ${id}?`, options: ['A', 'B', 'C'] },
  });
  const both = { en: mark, cy: mark };
  const content = {
    id: question,
    source: both,
    review: '2027-06-30',
    rationale: both,
    variants: [way('one'), way('two')],
  };
  return {
    tenant,
    question,
    number: 1,
    topic: 'photos',
    content: JSON.stringify(content),
    welsh: true,
    retired: false,
    author: mark,
    at: AT,
  };
}

/** Everything of a side that a page could change. */
export async function stateOf(db: Db, { tenant }: Side) {
  const rows = (table: (typeof CHANGED)[number]) =>
    db.selectFrom(table).selectAll().where('tenant', '=', tenant).execute() as Promise<readonly object[]>;
  const found = await Promise.all(CHANGED.map(rows));
  const grants = await db.selectFrom('role_grants').selectAll().where('tenant', '=', `${ISSUER}/${tenant}`).execute();
  return [...found, grants].map((each) => each.map((row) => JSON.stringify(row)).sort());
}

const CHANGED = [
  'people',
  'incidents',
  'triage',
  'triage_log',
  'refreshers',
  'refresher_recipients',
  'campaigns',
  'question_versions',
  'channel_rules',
  'team_managers',
] as const;
