import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Report } from '../src/chat.ts';
import { createReports } from '../src/reports.ts';
import { onEachDatabase } from './databases.ts';
import { openHouse, type TestHouse } from './house.ts';
import { plainEngine, posted } from './messages.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());

  let at = 0;
  beforeEach(() => {
    at += 1;
  });
  const report = (change: Partial<Report> = {}, text = 'urgent: Mrs Okafor') => {
    const { channel, attachments, link } = posted();
    return createReports(house)({
      platform: 'slack',
      tenant: 'T1',
      person: `R${at}`,
      named: false,
      language: null,
      message: { channel, id: `m${at}`, author: 'U1', text, attachments, link },
      ...change,
    });
  };
  const items = () => house.db.selectFrom('triage').selectAll().where('message', '=', `m${at}`).execute();
  const words = plainEngine.policy.wording.en.report;

  test('somebody raises what they saw, without their name', async () => {
    expect(await report()).toBe(words.thanks);
    expect(await items()).toMatchObject([
      { kind: 'report', reporter: null, level: 'urgent', categories: ['name'], audience: 'organisation', state: 'new' },
    ]);
    expect(await house.db.selectFrom('credits').selectAll().execute()).toEqual([]);
  });

  test('and with it', async () => {
    await report({ named: true });
    const [item] = await items();
    const person = await house.db
      .selectFrom('people')
      .select('platform_user')
      .where('id', '=', item?.reporter ?? '')
      .executeTakeFirstOrThrow();
    expect(person.platform_user).toBe(`R${at}`);
  });

  test('what the engine finds nothing in can be raised, too', async () => {
    await report({}, 'it is about my neighbour');
    expect(await items()).toMatchObject([{ level: 'clear', categories: [] }]);
  });

  test('an own near miss is a credit, once', async () => {
    expect(await report({ person: 'U1' })).toBe(words.thanksOwn);
    expect(await report({ person: 'U1' })).toBe(words.already);
    expect(await items()).toMatchObject([{ kind: 'near-miss' }]);
    expect(await house.db.selectFrom('credits').select('kind').execute()).toEqual([{ kind: 'near-miss' }]);
  });

  test('of a channel that is never read only the place goes on the list', async () => {
    const { channel, attachments, link } = posted();
    const message = { id: `m${at}`, author: 'U1', text: 'urgent: Mrs Okafor', attachments, link };
    await report({ message: { ...message, channel: { ...channel, name: 'union-reps' } } });
    expect(await items()).toMatchObject([{ level: 'clear', categories: [] }]);
  });

  test('raised by two: it stands once', async () => {
    await report({ person: 'A' });
    expect(await report({ person: 'B' })).toBe(words.already);
    expect(await items()).toHaveLength(1);
  });
});
