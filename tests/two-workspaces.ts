import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { createSlackAdapter } from '../src/adapters/slack/adapter.ts';
import { createOwnDesk } from '../src/app-home.ts';
import { createInbound } from '../src/inbound.ts';
import { saveRefresher } from '../src/refreshers/trainer.ts';
import { createSeal } from '../src/seal.ts';
import { keepAccount } from '../src/store/accounts.ts';
import { findIncident } from '../src/store/incident.ts';
import { countGuests, languageOf } from '../src/store/people.ts';
import { giveRole } from '../src/store/role-grants.ts';
import { openSlackChannelChanges } from '../src/store/slack-channel-changes.ts';
import { openSlackInstallStates } from '../src/store/slack-install-states.ts';
import { openSlackInstalls } from '../src/store/slack-installs.ts';
import { openSlackReading } from '../src/store/slack-reading.ts';
import { createSurveyTally } from '../src/store/survey-tally.ts';
import { raiseIncident } from '../src/store/triage.ts';
import type { TestDatabase } from './databases.ts';
import { type FakeSlack, startFakeSlack, tokenOf } from './fake-slack.ts';
import envelope from './fixtures/slack/message.json' with { type: 'json' };
import { openHouse, type TestHouse } from './house.ts';
import { openRoom } from './quizzes/room.ts';
import { openStage, TRAINER } from './refreshers/stage.ts';
import { written } from './refreshers/written.ts';

export const SECRET = 'a-signing-secret';
/** In T1’s rows only. */
export const MARKS = ['Zebedee Quillfeather', 'Photos of T1 stay in the app', 'A draft of T1', 'Ward of T1'];

/** Two Slack workspaces on one database, whose people have the same ids, with something of every kind in the first. */
export interface TwoWorkspaces {
  readonly house: TestHouse;
  readonly slack: FakeSlack;
  readonly adapter: ReturnType<typeof createSlackAdapter>;
  /** Of T1: what its people were sent or wrote. */
  readonly ids: Record<'incident' | 'item' | 'question' | 'survey' | 'copy' | 'draft' | 'refresher' | 'person', string>;
  readonly message: typeof envelope;
  /** All rows of T1, as text. */
  rows(): Promise<string>;
  close(): Promise<void>;
}

const TEAMS = ['T1', 'T2'] as const;
const BEGIN = new Date('2026-01-01');

export async function openTwoWorkspaces(database: TestDatabase): Promise<TwoWorkspaces> {
  const [slack, house] = await Promise.all([startFakeSlack(), openHouse(database)]);
  const { db, log } = house;
  const stage = openStage(house);
  const room = openRoom(house);
  const tally = createSurveyTally(db, log);
  const seal = createSeal([randomBytes(32)]);
  const installs = openSlackInstalls(db, seal);

  for (const tenant of TEAMS) {
    slack.grants.set(tenant, { team: tenant });
    await installs.save(
      {
        ...{ tenant, orgWide: false, name: `Trust ${tenant}`, url: `https://${tenant}.slack.com/`, scopes: [] },
        ...{ botUserId: `U${tenant}BOT`, botId: undefined, token: tokenOf(tenant), rotation: null },
      },
      new Date(Date.now() - 3_600_000),
    );
    await db
      .insertInto('people')
      .values(
        ['U1', 'U2', 'U3'].map((platform_user) => ({
          ...{ tenant, platform: 'slack' as const, platform_user, first_seen_at: BEGIN, directory_at: BEGIN },
          ...(tenant === 'T1' ? { name: 'Zebedee Quillfeather', team: 'Ward of T1' } : { name: 'Ada Osei' }),
        })),
      )
      .execute();
    const { id } = await person(house, tenant);
    const account = { tenant: 'realm', subject: `a trainer of ${tenant}` };
    await keepAccount(db, account, { name: null, person: { tenant, id }, now: new Date() });
    await giveRole(db, account, 'trainer', 'test');
  }

  stage.at('2026-03-03T09:00:00Z');
  const refresher = await stage.sent({ title: { en: 'Photos of T1 stay in the app', cy: '' } });
  await stage.tick();
  const draft = await saveRefresher(
    stage.desk,
    { tenant: 'T1', platform: 'slack', author: (await person(house, 'T1')).id },
    written({ title: { en: 'A draft of T1', cy: '' } }),
    TRAINER,
  );
  room.at('2026-03-02T12:00:00Z');
  await room.post('U2');
  room.at('2026-03-03T10:00:00Z');
  await room.tick();
  room.at('2026-03-03T10:05:00Z');
  await room.post('U2');
  await room.tick();
  const question = room.asked('U2')[0]?.incident;
  const surveying = openRoom(house, { 'survey-weeks': 13 });
  surveying.at('2026-03-10T10:00:00Z');
  await surveying.tick();
  surveying.at('2026-03-11T10:30:00Z');
  await surveying.post('U3');
  await surveying.tick();
  const survey = house.sent.findLast(({ to, notice }) => to.person === 'U3' && notice.kind === 'quiz')?.notice.incident;
  const copy = house.sent.find(({ to, notice }) => to.person === 'U1' && notice.kind === 'refresher')?.notice.incident;

  const inbound = createInbound({
    house,
    desk: room.desk,
    refreshers: stage.desk,
    adapters: house.post.adapters,
    tally,
    config: { signIn: undefined, publicUrl: 'https://quietword.test', teamPrefix: '' },
  });
  const adapter = createSlackAdapter({
    config: { oauth: { clientId: '1.2', clientSecret: 's' }, signingSecret: SECRET, apiUrl: slack.apiUrl },
    installing: {
      publicUrl: 'https://quietword.test',
      store: installs,
      states: openSlackInstallStates(db, '1.2'),
      show: () => {},
    },
    inbound,
    readingStore: openSlackReading(db),
    channelChanges: openSlackChannelChanges(db),
    careTeam: () => 50,
    guestsAmong: (among) => countGuests(db, { platform: 'slack', ...among }),
    own: createOwnDesk(room.desk, { ownPage: null }),
    languageOf: (tenant, user) => languageOf(db, { tenant, platform: 'slack', user }),
    log,
  });

  const ts = `${house.clock.getTime() / 1000}.000100`;
  const text = 'urgent: a patient, for the engine of tests';
  const message = { ...envelope, event: { ...envelope.event, text, blocks: [], user: 'U1', channel: 'C1', ts } };
  await inbound.onMessage({
    ...{ type: 'posted', platform: 'slack', tenant: 'T1', id: ts, version: '', thread: null, author: 'U1', text },
    ...{ attachments: [], postedAt: house.clock, link: 'https://t1.slack.com/archives/C1/p1', language: null },
    channel: { id: 'C1', name: 'Ward of T1', audience: 'organisation', readers: 212, guests: null },
  });
  const incident = await db.selectFrom('incidents').select('id').where('message', '=', ts).executeTakeFirst();
  const item = await db.transaction().execute(async (trx) => {
    const found = incident && (await findIncident(trx, 'T1', incident.id));
    if (found) await raiseIncident(trx, 'T1', found, 'unreachable', house.clock);
    return trx.selectFrom('triage').select('id').where('tenant', '=', 'T1').executeTakeFirst();
  });
  if (!('ok' in draft) || !incident || !item || !question || !survey || !copy)
    throw new Error(`Not everything is there: ${JSON.stringify({ draft, incident, question, survey, copy })}`);

  return {
    house,
    slack,
    adapter,
    ids: {
      person: (await person(house, 'T1')).id,
      incident: incident.id,
      item: item.id,
      question,
      survey,
      copy,
      draft: draft.ok,
      refresher,
    },
    message,
    rows: () => rowsOf(house, 'T1'),
    async close() {
      await tally.stop();
      await house.close();
      await slack.close();
    },
  };
}

const person = ({ db }: TestHouse, tenant: string) =>
  db
    .selectFrom('people')
    .select('id')
    .where('tenant', '=', tenant)
    .where('platform_user', '=', 'U1')
    .executeTakeFirstOrThrow();

async function rowsOf({ db, activity, counts }: TestHouse, tenant: string): Promise<string> {
  await activity.flush();
  await counts.flush();
  const { rows: tables } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'tenant' and t.table_type = 'BASE TABLE' order by 1`.execute(
    db,
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} t where tenant = ${tenant} order by 1`.execute(db);
    parts.push(...rows.map(({ row }) => `${name} ${row}`));
  }
  return parts.join('\n');
}
