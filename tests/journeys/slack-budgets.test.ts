import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { createDecks } from '../../src/quizzes/decks.ts';
import { resend, saveRefresher, send } from '../../src/refreshers/trainer.ts';
import type { Store } from '../../src/store/database.ts';
import { progressOf } from '../../src/store/refresher-progress.ts';
import type { Reply } from '../adapters/slack/fake-web-api.ts';
import { plainEngine } from '../messages.ts';
import { bank } from '../quizzes/room.ts';
import { TRAINER } from '../refreshers/stage.ts';
import { written } from '../refreshers/written.ts';
import { refused, type SlackProgram, startSlackProgram } from '../slack-program.ts';
import { soon } from '../soon.ts';

// What becomes of notices, broadcasts and look-ups where Slack asks for patience, fails, hangs or takes the token for none.
// Each test has people of its own. The last one has Slack's own pace to wait for.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const NUDGE = "Mrs Winterbourne's daughter rang, can someone call her back";
const TENANT = 'T01TRUST';

describe.skipIf(!inject('postgres'))('Slack at its worst', () => {
  let slack: SlackProgram;
  let store: Store;
  beforeAll(async () => {
    slack = await startSlackProgram();
    store = await slack.database.open();
  });
  afterAll(async () => {
    expect(slack.program.output()).not.toMatch(/Winterbourne|999 ?000 ?0042|Photos/);
    await slack.close();
  });
  beforeEach(() => {
    slack.behave();
    slack.api.calls.length = 0;
  });

  let people = 0;
  const somebody = () => {
    people += 1;
    return `U8${people}`;
  };
  /** Answers so the first time that each person is told, and well from then on. */
  const onceEach = (method: string, reply: Reply) => {
    const seen = new Set<string>();
    slack.api.answer(method, () => {
      const person = slack.api.calls.at(-1)?.params.get('user') ?? '';
      if (seen.has(person)) return { json: { ok: true } };
      seen.add(person);
      return reply;
    });
  };
  const delivery = async (person: string) => {
    const { rows } = await slack.sql.query(
      `select n.delivery from notices n join incidents i on i.id = n.incident join people p on p.id = i.person
       where p.platform_user = $1 and n.kind = 'first'`,
      [person],
    );
    return rows[0]?.delivery;
  };
  const becomes = (person: string, state: string) => soon(async () => expect(await delivery(person)).toBe(state));
  /** In how many seconds a notice of theirs is tried again. */
  const putOff = async (person: string): Promise<number> => {
    await becomes(person, 'waiting');
    return soon(async () => {
      const { rows } = await slack.sql.query(
        `select extract(epoch from j.start_after - now())::float as seconds from pgboss.job j
         join notices n on n.id::text = j.data->>'notice' join incidents i on i.id = n.incident join people p on p.id = i.person
         where p.platform_user = $1 and j.name = 'notices' and j.state = 'created'
           and j.data->>'attempt' = '1'`,
        [person],
      );
      expect(rows).toHaveLength(1);
      return rows[0].seconds;
    });
  };

  test('429 with Retry-After: said once, when Slack said', async () => {
    const [urgent, nudge] = [somebody(), somebody()];
    onceEach('chat.postEphemeral', { status: 429, headers: { 'retry-after': '1' } });
    await slack.post(urgent, URGENT);
    await slack.post(nudge, NUDGE);
    for (const person of [urgent, nudge]) await becomes(person, 'sent');
    expect(slack.said(urgent).every(({ method }) => method === 'chat.postEphemeral')).toBe(true);
  });

  test.each<[string, Reply]>([
    ['5xx', { status: 502 }],
    ['an answer that isn’t Slack’s', { status: 503, body: '<html>' }],
    ['a broken connection', 'reset'],
    ['no answer', 'hang'],
    ['internal_error', refused('internal_error')],
    ['fatal_error', refused('fatal_error')],
  ])(
    '%s: what is urgent is said again, a nudge is not, and the page says so',
    async (_, reply) => {
      const [urgent, nudge] = [somebody(), somebody()];
      onceEach('chat.postEphemeral', reply);
      await slack.post(urgent, URGENT);
      await slack.post(nudge, NUDGE);
      await becomes(urgent, 'sent');
      await becomes(nudge, 'uncertain');
      expect(slack.said(urgent)).toHaveLength(2);
      expect(slack.said(nudge)).toHaveLength(1);
      expect(await (await fetch(slack.program.url)).text()).toContain('The notice may not have arrived');
    },
    40_000,
  );

  test.each(['token_revoked', 'account_inactive', 'invalid_auth', 'missing_scope'])(
    '%s: tried again in five minutes, by no other way, and said once when it is put right',
    async (code) => {
      const person = somebody();
      slack.api.answer('chat.postEphemeral', refused(code));
      await slack.post(person, NUDGE);
      const seconds = await putOff(person);
      expect(seconds).toBeGreaterThan(200);
      expect(seconds).toBeLessThanOrEqual(300);
      expect(slack.said(person)).toHaveLength(1);
      slack.behave();
      await slack.hurry();
      await becomes(person, 'sent');
      expect(slack.said(person)).toHaveLength(2);
    },
  );

  test.each<[string, Reply]>([
    ['5xx', { status: 502 }],
    ['a broken connection', 'reset'],
    ['no answer', 'hang'],
    ['a revoked token', refused('token_revoked')],
    // After which nobody looks again for half a minute.
    ['429', { status: 429 }],
  ])('%s where the message is to be looked at again: the person reads that it can’t be', async (_, reply) => {
    const person = somebody();
    await slack.post(person, URGENT);
    const [notice] = await slack.soon(person, 1);
    slack.api.answer('conversations.history', reply);
    expect((await slack.press(person, notice as NonNullable<typeof notice>, 'safer')).status).toBe(200);
    await soon(() => expect(slack.shown()[0]?.text).toMatch(/could not be read just now/));
  });

  describe('broadcasts', () => {
    const desk = () => ({
      db: store.db,
      engine: () => plainEngine,
      decks: createDecks(bank, store.db, createLog('silent')),
      mayBeKept: () => true,
      now: () => new Date(),
    });
    const sendTo = async (staff: readonly string[]): Promise<string> => {
      await slack.sql.query('delete from refresher_recipients');
      await slack.sql.query("update people set left_on = '2020-01-01'");
      await slack.sql.query(
        "insert into people (tenant, platform, platform_user) select $1, 'slack', unnest($2::text[])",
        [TENANT, staff],
      );
      const of = { tenant: TENANT, platform: 'slack', author: 'local' } as const;
      const saved = await saveRefresher(desk(), of, written(), TRAINER);
      if ('faults' in saved) throw new Error(JSON.stringify(saved.faults));
      await send(desk(), { tenant: TENANT, id: saved.ok }, { kind: 'now' }, TRAINER);
      return saved.ok;
    };
    const progress = async (id: string) => (await progressOf(store.db, TENANT, [id])).get(id);
    const addressee = () => slack.api.calls.at(-1)?.params.get('channel') ?? '';
    const accepted = { json: { ok: true, channel: 'D1', ts: '1.1' } };

    test('each person’s is accepted, failed with its reason, or unknown; sent again to the failed only', async () => {
      const staff = Array.from({ length: 6 }, somebody);
      const [left, lost, ...well] = staff;
      slack.api.answer('chat.postMessage', () => {
        if (addressee() === left) return refused('user_disabled');
        return addressee() === lost ? refused('fatal_error') : accepted;
      });
      const id = await sendTo(staff);
      await soon(async () =>
        expect(await progress(id)).toMatchObject({
          accepted: well.length,
          uncertain: 1,
          failed: [{ reason: 'user_disabled', people: 1 }],
        }),
      );
      slack.behave();
      slack.api.calls.length = 0;
      expect(await resend(desk(), { tenant: TENANT, id }, TRAINER)).toBe(1);
      await soon(async () => expect(await progress(id)).toMatchObject({ accepted: 5, failed: [] }));
      expect(staff.filter((person) => slack.said(person).length > 0)).toEqual([left]);
    });

    test('stuck at a 429, they hold up no nudge, by whichever way that goes', async () => {
      const staff = Array.from({ length: 12 }, somebody);
      slack.api.answer('chat.postMessage', () =>
        staff.includes(addressee()) ? { status: 429, headers: { 'retry-after': '600' } } : accepted,
      );
      const id = await sendTo(staff);
      await soon(() => expect(staff.some((person) => slack.said(person).length > 0)).toBe(true));
      const [beside, directly] = [somebody(), somebody()];
      await slack.post(beside, NUDGE);
      await becomes(beside, 'sent');
      slack.api.answer('chat.postEphemeral', refused('user_not_in_channel'));
      await slack.post(directly, NUDGE);
      await becomes(directly, 'sent');
      expect(slack.said(directly).map(({ method }) => method)).toEqual(['chat.postEphemeral', 'chat.postMessage']);
      expect(await progress(id)).toMatchObject({ accepted: 0, waiting: staff.length, failed: [] });
      // Slack is left alone until it said, but for what was under way.
      expect(staff.flatMap((person) => slack.said(person)).length).toBeLessThanOrEqual(2);
    });
  });

  test('429 without Retry-After: said once, half a minute later', async () => {
    const person = somebody();
    onceEach('chat.postEphemeral', { status: 429 });
    await slack.post(person, NUDGE);
    expect(await putOff(person)).toBeGreaterThan(20);
    await soon(async () => expect(await delivery(person)).toBe('sent'));
    expect(slack.said(person)).toHaveLength(2);
  });
});
