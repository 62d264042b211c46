import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { due } from '../../../../src/adapters/teams/graph/renewal.ts';
import type { TeamsGraph } from '../../../../src/adapters/teams/graph/types.ts';
import { soon } from '../../../soon.ts';
import {
  ALEX,
  CHANNEL,
  CHAT,
  CLIENT_STATE,
  chatMessage,
  inChat,
  notification,
  SAM,
  saying,
  TEAM,
} from '../chat-messages.ts';
import { makeCertificate, TENANT } from '../fake-graph.ts';
import { openStage, type Stage, tellConversations } from './stage.ts';

describe('what is due', () => {
  const now = new Date('2026-03-05T09:00:00Z');
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  test.each([
    [null, null, 'create'],
    ['s', -1, 'create'],
    ['s', 0, 'create'],
    ['s', 29, 'renew'],
    ['s', 31, 'nothing'],
    ['s', null, 'create'],
  ] as const)('%s, %s minutes left: %s', (subscription, left, expected) => {
    const expiresAt = left === null ? null : later(left);
    expect(due({ subscription, madeFor: 'm', expiresAt }, 'm', now)).toBe(expected);
  });

  test('one that was made with another certificate is made anew', () => {
    expect(due({ subscription: 's', madeFor: 'older', expiresAt: later(50) }, 'm', now)).toBe('create');
  });
});

const TEAMS = '/teams/getAllMessages';
const CHATS = '/chats/getAllMessages';

describe('subscriptions before a Graph', () => {
  let stage: Stage;
  let others: TeamsGraph[];
  /** As Graph keeps them. */
  let alive: Map<string, Record<string, unknown>>;
  let made = 0;

  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  beforeEach(async () => {
    others = [];
    alive = new Map();
    const { fake, house } = stage;
    for (const table of ['subscriptions', 'outcomes', 'incidents'] as const) await house.db.deleteFrom(table).execute();
    fake.calls.length = 0;
    tellConversations(fake);
    fake.on('GET', '/subscriptions', () => ({ json: { value: [...alive.values()] } }));
    fake.on('POST', '/subscriptions', async ({ body }) => {
      const asked = body as Record<string, string>;
      const handshake = await stage.post('', `?validationToken=${encodeURIComponent('Validation: ours')}`);
      if ((await handshake.text()) !== 'Validation: ours') return { status: 400, json: {} };
      if ([...alive.values()].some(({ resource }) => resource === asked.resource)) return { status: 403, json: {} };
      const id = `subscription-${++made}`;
      alive.set(id, { ...asked, id });
      return { status: 201, json: { ...asked, id } };
    });
    fake.on('PATCH', /^\/subscriptions\//, ({ path, body }) => {
      const id = path.split('/').at(-1) ?? '';
      return alive.has(id) ? { json: { id, ...(body as object) } } : { status: 404, json: { error: { code: 'x' } } };
    });
    fake.on('DELETE', /^\/subscriptions\//, ({ path }) => {
      alive.delete(path.split('/').at(-1) ?? '');
      return { status: 204 };
    });
    fake.on('GET', /^\/teams\?/, { json: { value: [{ id: TEAM }] } });
    fake.on('GET', /^\/teams\/[^/]+\/channels\?\$select=id$/, { json: { value: [{ id: CHANNEL }] } });
    fake.on('GET', /\/messages\/delta/, { json: { value: [] } });
    fake.on('GET', /^\/users\?/, { json: { value: [{ id: SAM }, { id: ALEX }] } });
    fake.on('GET', /\/chats\/getAllMessages/, { json: { value: [] } });
  });
  afterEach(async () => {
    await Promise.all([stage.graph, ...others].map((graph) => graph.stop()));
  });

  const asked = (method: string, path: RegExp) =>
    stage.fake.calls.filter((call) => call.method === method && path.test(call.path));
  const rows = () => stage.house.db.selectFrom('subscriptions').selectAll().orderBy('resource').execute();
  const set = (change: object, resource = TEAMS) =>
    stage.house.db.updateTable('subscriptions').set(change).where('resource', '=', resource).execute();
  const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  const both = () => soon(() => expect(alive.size).toBe(2));
  const start = async () => {
    stage.graph.start();
    await both();
    await soon(async () => expect((await rows()).every(({ subscription }) => subscription !== null)).toBe(true));
  };
  /** As a process that is started anew. */
  const again = async (settings = {}) => {
    await stage.graph.stop();
    const graph = stage.another(settings);
    others.push(graph);
    graph.start();
  };
  const lifecycle = (lifecycleEvent: string, subscriptionId: string) =>
    stage.post({ value: [{ subscriptionId, lifecycleEvent, clientState: CLIENT_STATE, tenantId: TENANT }] });
  const idOf = async (resource = TEAMS) => (await rows()).find((row) => row.resource === resource)?.subscription ?? '';
  const incidents = () => stage.house.db.selectFrom('incidents').select(['message', 'channel']).execute();

  test('both are asked for, with the certificate and for less than an hour', async () => {
    await start();
    const bodies = asked('POST', /^\/subscriptions$/).map(({ body }) => body as Record<string, unknown>);
    expect(bodies.map(({ resource }) => resource)).toEqual([TEAMS, CHATS]);
    const [body] = bodies;
    expect(body).toMatchObject({
      changeType: 'created,updated,deleted',
      notificationUrl: `${stage.url}/graph/notifications`,
      lifecycleNotificationUrl: `${stage.url}/graph/notifications`,
      includeResourceData: true,
      clientState: CLIENT_STATE,
    });
    expect(stage.certificate.replace(/\s/g, '')).toContain(String(body?.encryptionCertificate));
    const minutes = (new Date(String(body?.expirationDateTime)).getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(50);
    expect(minutes).toBeLessThan(60);
    expect(JSON.stringify(await rows())).not.toContain(CLIENT_STATE);
  });

  test('nothing is asked where only the bot reads', async () => {
    const graph = stage.another({ reading: 'rsc' });
    others.push(graph);
    graph.start();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(stage.fake.calls).toEqual([]);
  });

  test('of several processes one asks', async () => {
    others.push(stage.another(), stage.another(), stage.another());
    for (const graph of others) graph.start();
    await start();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(asked('POST', /^\/subscriptions$/)).toHaveLength(2);
  });

  test('with less than half an hour left it is renewed', async () => {
    await start();
    await set({ expires_at: minutesFromNow(20) });
    await again();
    await soon(() => expect(asked('PATCH', /^\/subscriptions\//)).toHaveLength(1));
    await soon(async () =>
      expect((await rows()).every(({ expires_at }) => (expires_at as Date) > minutesFromNow(50))).toBe(true),
    );
    expect(asked('GET', /delta/)).toEqual([]);
  });

  test('Graph asks for it to be authorised anew: at once', async () => {
    await start();
    expect((await lifecycle('reauthorizationRequired', await idOf())).status).toBe(202);
    await soon(() => expect(asked('PATCH', /^\/subscriptions\//)).toHaveLength(1));
  });

  test('one that was left behind is put away first', async () => {
    const notificationUrl = `${stage.url}/graph/notifications`;
    alive.set('left', { id: 'left', resource: TEAMS.slice(1), notificationUrl });
    alive.set('other', { id: 'other', resource: CHATS, notificationUrl: 'https://example.org/graph/notifications' });
    stage.graph.start();
    // Somebody else's stays, though Graph gives us none of that kind then.
    await soon(() => expect(asked('POST', /^\/subscriptions$/)).toHaveLength(2));
    expect([...alive.keys()]).toEqual(['other', expect.stringMatching(/^subscription-/)]);
    expect(asked('DELETE', /./).map(({ path }) => path)).toEqual(['/subscriptions/left']);
  });

  test('with another certificate there is a new one', async () => {
    await start();
    const before = [await idOf(TEAMS), await idOf(CHATS)];
    const { certificate, key } = await makeCertificate('newer');
    await again({ notifications: { certificate, key, clientState: CLIENT_STATE } });
    // One after the other, and of each the old one is put away before the new one is asked for.
    await soon(() => expect(asked('POST', /^\/subscriptions$/)).toHaveLength(4));
    await soon(async () => expect(before).not.toContain(await idOf(CHATS)));
    expect([...alive.keys()].sort()).toEqual([await idOf(TEAMS), await idOf(CHATS)].sort());
    expect(before).not.toContain(await idOf(TEAMS));
  });

  test('at another address, too, and the one before is put away', async () => {
    await start();
    const before = [await idOf(TEAMS), await idOf(CHATS)];
    await again({ publicUrl: 'https://moved.example.nhs.uk' });
    await soon(async () => expect(before).not.toContain(await idOf(CHATS)));
    expect([...alive.values()].map(({ notificationUrl }) => notificationUrl)).toEqual([
      'https://moved.example.nhs.uk/graph/notifications',
      'https://moved.example.nhs.uk/graph/notifications',
    ]);
  });

  test('refused: said, and asked for again', async () => {
    stage.fake.on('POST', '/subscriptions', { status: 403, json: { error: { code: 'Forbidden' } } });
    stage.graph.start();
    await soon(() => expect(asked('POST', /^\/subscriptions$/)).toHaveLength(2));
    expect(await rows()).toMatchObject([{ subscription: null }, { subscription: null }]);
    await soon(async () => expect(await stage.store.take(CHATS, 'renewal', 60)).not.toBeNull());
  });

  describe('a gap is read again', () => {
    const reply = (id: string, fields = {}) =>
      chatMessage({
        id,
        replyToId: '16',
        createdDateTime: minutesFromNow(-2),
        lastModifiedDateTime: minutesFromNow(-2),
        ...saying('urgent: Mrs Okafor'),
        ...fields,
      });
    const OLD = { createdDateTime: minutesFromNow(-600), lastModifiedDateTime: minutesFromNow(-600) };

    test('in channels: what is new of each thread, and nothing of what was said before', async () => {
      await start();
      await set({ expires_at: minutesFromNow(-5), seen_at: minutesFromNow(-10) });
      alive.clear();
      const chain = {
        ...chatMessage({ id: '16', ...saying('urgent: said before'), ...OLD }),
        replies: [
          reply('17', { ...OLD, ...saying('urgent: an old reply') }),
          reply('18'),
          reply('19', { ...OLD, lastEditedDateTime: minutesFromNow(-1), ...saying('urgent: edited') }),
          reply('20', { ...OLD, lastModifiedDateTime: minutesFromNow(-1), ...saying('urgent: a reaction') }),
        ],
        'replies@odata.nextLink': `${stage.fake.url}v1.0/more-replies`,
      };
      stage.fake.on('GET', '/more-replies', { json: { value: [reply('21')] } });
      stage.fake.on('GET', /\/messages\/delta/, ({ path }) => ({
        json: path.includes('skip')
          ? { value: [chatMessage({ ...reply('22'), replyToId: null })], '@odata.deltaLink': 'x' }
          : { value: [chain], '@odata.nextLink': `${stage.fake.url}v1.0/teams/${TEAM}/channels/c/messages/delta?skip` },
      }));
      await again();
      await soon(async () => expect(await rows()).toMatchObject([{ gap_from: null }, { gap_from: null, gaps: 1 }]));
      expect((await incidents()).map(({ message }) => message).toSorted()).toEqual(['18', '19', '21', '22']);
      const [first] = asked('GET', /delta/);
      const since = new Date(/gt ([^&]+)&/.exec(first?.path ?? '')?.[1] ?? '');
      // From when it was last known to be whole, and a little before.
      expect(Math.round((Date.now() - since.getTime()) / 60_000)).toBe(12);
      expect(first?.path).toContain('$expand=replies');
    });

    test('however long it takes, no other process begins it meanwhile', async () => {
      await start();
      await set({ expires_at: minutesFromNow(-5), seen_at: minutesFromNow(-10) });
      alive.clear();
      let held: Date | null | undefined;
      stage.fake.on('GET', /\/messages\/delta/, async ({ path }) => {
        if (path.includes('skip')) {
          held = (await rows()).at(-1)?.recovering_until;
          return { json: { value: [] } };
        }
        await set({ recovering_until: minutesFromNow(0.1) }); // as where the first page took nearly as long as it was taken for
        return {
          json: { value: [], '@odata.nextLink': `${stage.fake.url}v1.0/teams/${TEAM}/channels/c/messages/delta?skip` },
        };
      });
      await again();
      await soon(() => expect(held).toBeInstanceOf(Date));
      expect(held?.getTime()).toBeGreaterThan(minutesFromNow(4).getTime());
      await soon(async () => expect((await rows()).at(-1)?.gap_from).toBeNull());
    });

    test('a process that ends leaves the rest of it to the next', async () => {
      await start();
      await set({ expires_at: minutesFromNow(-5), seen_at: minutesFromNow(-10) });
      alive.clear();
      let pages = 0;
      let ending: Promise<unknown> | undefined;
      const next = { '@odata.nextLink': `${stage.fake.url}v1.0/teams/${TEAM}/channels/c/messages/delta?skip` };
      stage.fake.on('GET', /\/messages\/delta/, () => {
        ending ??= Promise.all(others.map((graph) => graph.stop()));
        return { json: { value: [], ...(++pages < 3 ? next : {}) } };
      });
      await again();
      await soon(() => expect(ending).toBeDefined());
      await ending;
      expect(pages).toBe(1);
      expect((await rows()).at(-1)?.gap_from).not.toBeNull();
    });

    test('in chats: what each wrote, once', async () => {
      await start();
      await set({ expires_at: minutesFromNow(-5), seen_at: minutesFromNow(-10) }, CHATS);
      alive.clear();
      const said = (id: string, user: string) =>
        inChat({ ...reply(id), replyToId: null, channelIdentity: null, chatId: CHAT, from: { user: { id: user } } });
      const all = [said('31', SAM), said('32', ALEX), said('33', crypto.randomUUID())];
      stage.fake.on('GET', /\/chats\/getAllMessages/, { json: { value: all } });
      stage.fake.on('GET', new RegExp(`^/users/${ALEX}/chats`), ({ path }) =>
        path.includes('skip')
          ? { json: { value: all } }
          : { json: { value: [], '@odata.nextLink': `${stage.fake.url}v1.0/users/${ALEX}/chats/getAllMessages?skip` } },
      );
      await again();
      await soon(async () =>
        expect((await incidents()).map(({ message }) => message).toSorted()).toEqual(['31', '32']),
      );
    });

    test('when Graph took the subscription away', async () => {
      await start();
      await set({ seen_at: minutesFromNow(-3) });
      const gone = await idOf();
      alive.delete(gone);
      stage.fake.on('GET', /\/messages\/delta/, { json: { value: [reply('41')] } });
      expect((await lifecycle('subscriptionRemoved', gone)).status).toBe(202);
      await soon(async () => expect(await incidents()).toMatchObject([{ message: '41' }]));
      await both();
      expect(await idOf()).not.toBe(gone);
    });

    test('when it is gone without a word', async () => {
      await start();
      await set({ seen_at: minutesFromNow(-3), expires_at: minutesFromNow(20) });
      alive.delete(await idOf());
      stage.fake.on('GET', /\/messages\/delta/, { json: { value: [reply('42')] } });
      await again();
      await soon(async () => expect(await incidents()).toMatchObject([{ message: '42' }]));
      await both();
    });

    test('when Graph says that it missed something', async () => {
      await start();
      stage.fake.on('GET', /\/messages\/delta/, { json: { value: [reply('43')] } });
      expect((await lifecycle('missed', await idOf())).status).toBe(202);
      await soon(async () => expect(await incidents()).toMatchObject([{ message: '43' }]));
    });

    test('a channel that is closed to us is left out; where Graph fails, the gap stays and the next process goes on', async () => {
      await start();
      await set({ expires_at: minutesFromNow(-5), seen_at: minutesFromNow(-10) });
      alive.clear();
      stage.fake.on('GET', /^\/teams\/[^/]+\/channels\?\$select=id$/, {
        json: { value: [{ id: '19:closed' }, { id: CHANNEL }] },
      });
      stage.fake.on('GET', /delta/, { status: 500, json: {} });
      stage.fake.on('GET', /19:closed\/messages\/delta/, { status: 403, json: {} });
      await again();
      await soon(() => expect(asked('GET', /tacv2\/messages\/delta/)).toHaveLength(1));
      await soon(async () => expect((await rows()).at(-1)).toMatchObject({ recovering_until: null }));
      expect((await rows()).at(-1)?.gap_from).not.toBeNull();
      expect(await incidents()).toEqual([]);
      stage.fake.on('GET', /tacv2\/messages\/delta/, { json: { value: [reply('44')] } });
      await again();
      await soon(async () => expect(await incidents()).toMatchObject([{ message: '44' }]));
      await soon(async () => expect((await rows()).at(-1)?.gap_from).toBeNull());
    });
  });

  test('what comes moves on from where a gap would be read', async () => {
    await start();
    await set({ seen_at: minutesFromNow(-10) });
    const message = notification(stage.certificate, chatMessage(), { subscriptionId: await idOf() });
    await stage.post({ value: [message], validationTokens: [await stage.fake.validationToken()] });
    expect((await rows()).at(-1)?.seen_at?.getTime()).toBeGreaterThan(minutesFromNow(-1).getTime());
  });

  test('it stops within seconds, though Graph does not answer', async () => {
    stage.fake.on('POST', '/subscriptions', 'hang');
    stage.graph.start();
    await soon(() => expect(asked('POST', /^\/subscriptions$/)).toHaveLength(1));
    const started = performance.now();
    await stage.graph.stop();
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
