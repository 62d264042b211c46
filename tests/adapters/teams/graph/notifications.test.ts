import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ALEX,
  CHANNEL,
  CHAT,
  chatMessage,
  encryptFor,
  inChat,
  notification,
  SAM,
  saying,
  TEAM,
} from '../chat-messages.ts';
import { APP_ID, makeCertificate, TENANT } from '../fake-graph.ts';
import { openStage, type Stage, tellConversations } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  tellConversations(stage.fake);
});
afterAll(() => stage.close());

let number = 1700000000000;
let id: string;
beforeEach(() => {
  id = String(number++);
  stage.facts.length = 0;
  stage.fake.calls.length = 0;
  stage.tips = 'off';
});

/** The engine of these tests reads its verdict off the text. */
const PATIENT = saying('<p>urgent: <b>bloods for</b> Mrs Okafor</p>');
const HARMLESS = saying('<p>Lunch at 12?</p>');

const tell = async (message: Record<string, unknown>, fields = {}, tokens?: string[]) =>
  stage.post({
    value: [notification(stage.certificate, message, fields)],
    validationTokens: tokens ?? [await stage.fake.validationToken()],
  });
const incidents = (message = id) =>
  stage.house.db.selectFrom('incidents').selectAll().where('message', '=', message).orderBy('claimed_at').execute();

describe('the handshake', () => {
  test('is answered with its token, as plain text', async () => {
    const token = 'Validation: Testing <b>client</b> & so on: +/=';
    const response = await stage.post('', `?validationToken=${encodeURIComponent(token)}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe(token);
  });

  test('but not with whatever is sent', async () => {
    expect((await stage.post('', `?validationToken=${'x'.repeat(2000)}`)).status).toBe(400);
    expect((await stage.post('', '?validationToken=a&validationToken=b')).status).toBe(400);
  });
});

describe('what is told', () => {
  test('is claimed before it is acknowledged, with who can read it', async () => {
    const response = await tell(chatMessage({ id, ...PATIENT }));
    expect(response.status).toBe(202);
    expect(await incidents()).toMatchObject([
      { tenant: TENANT, platform: 'teams', channel: CHANNEL, level: 'urgent', readers: 9, guests: 2, version: '' },
    ]);
    expect(stage.facts).toEqual([{ kind: 'channel', membership: 'standard', name: 'General', readers: 9, guests: 2 }]);
    const [person] = await stage.house.db.selectFrom('people').selectAll().where('platform_user', '=', SAM).execute();
    expect(person).toMatchObject({ platform: 'teams', tenant: TENANT });
  });

  test('in a chat, too', async () => {
    expect((await tell(inChat({ id, ...PATIENT }))).status).toBe(202);
    expect(await incidents()).toMatchObject([{ channel: CHAT, audience: 'direct', readers: 2 }]);
  });

  test('but not what somebody says to the app itself: the bot hears it', async () => {
    const chatId = `19:${SAM}_${APP_ID}@unq.gbl.spaces`;
    expect((await tell(inChat({ id, chatId, ...PATIENT }))).status).toBe(202);
    expect(await incidents()).toEqual([]);
    expect((await tell(inChat({ id, chatId: `19:${SAM}_${ALEX}@unq.gbl.spaces`, ...PATIENT }))).status).toBe(202);
    expect(await incidents()).toHaveLength(1);
  });

  test('is one incident however often it comes, and by whichever way', async () => {
    const message = chatMessage({ id, ...PATIENT });
    const responses = await Promise.all([tell(message), tell(message), tell(message)]);
    expect(responses.map(({ status }) => status)).toEqual([202, 202, 202]);
    // As the bot would hand it in.
    await stage.inbound.onMessage({
      type: 'posted',
      platform: 'teams',
      tenant: TENANT,
      channel: { id: CHANNEL, name: null, audience: 'organisation', readers: null, guests: null },
      id,
      version: '',
      thread: null,
      author: SAM,
      text: 'urgent: bloods for Mrs Okafor',
      attachments: [],
      postedAt: new Date(),
      link: null,
      language: null,
    });
    expect(await incidents()).toHaveLength(1);
    const judged = await stage.house.metrics.registry.getSingleMetricAsString('quietword_messages_judged_total');
    const counted = /urgent"\} (\d+)/.exec(judged)?.[1];
    await tell(message);
    expect(await stage.house.metrics.registry.getSingleMetricAsString('quietword_messages_judged_total')).toContain(
      `urgent"} ${counted}`,
    );
  });

  test('several at once: all of them', async () => {
    const ids = [id, `${id}1`, `${id}2`];
    const response = await stage.post({
      value: ids.map((one) => notification(stage.certificate, chatMessage({ id: one, ...PATIENT }))),
      validationTokens: [await stage.fake.validationToken()],
    });
    expect(response.status).toBe(202);
    for (const one of ids) expect(await incidents(one)).toHaveLength(1);
  });

  test('an edit closes what was open; a reaction does nothing', async () => {
    await tell(chatMessage({ id, ...PATIENT }));
    const later = '2026-03-05T09:05:00Z';
    await tell(chatMessage({ id, ...PATIENT, lastModifiedDateTime: later, reactions: [{}] }), {
      changeType: 'updated',
    });
    expect(await incidents()).toMatchObject([{ resolution: null }]);
    await tell(chatMessage({ id, ...HARMLESS, lastEditedDateTime: later, lastModifiedDateTime: later }), {
      changeType: 'updated',
    });
    expect(await incidents()).toMatchObject([{ resolution: 'edited' }]);
  });

  test('an edit that puts a patient in is told of', async () => {
    await tell(chatMessage({ id, ...HARMLESS }));
    expect(await incidents()).toEqual([]);
    await tell(chatMessage({ id, ...PATIENT, lastEditedDateTime: '2026-03-05T09:05:00Z' }), { changeType: 'updated' });
    expect(await incidents()).toMatchObject([{ version: '2026-03-05T09:05:00.000Z' }]);
  });

  test('a deletion closes it, whether its content comes along or not; taken back, it is looked at again', async () => {
    await tell(chatMessage({ id, ...PATIENT }));
    const gone = chatMessage({ id, deletedDateTime: '2026-03-05T09:05:00Z', ...saying('') });
    expect((await tell(gone, { changeType: 'deleted', encryptedContent: null })).status).toBe(202);
    expect(await incidents()).toMatchObject([{ resolution: 'deleted' }]);
    await tell(chatMessage({ id, ...PATIENT, lastModifiedDateTime: '2026-03-05T09:06:00Z' }), {
      changeType: 'updated',
    });
    expect(await incidents()).toMatchObject([{ version: '' }, { version: '2026-03-05T09:06:00.000Z' }]);
    await tell(gone, { changeType: 'deleted' });
    expect(await incidents()).toMatchObject([{ resolution: 'deleted' }, { resolution: 'deleted' }]);
  });

  test('where it cannot be stored it is asked for again', async () => {
    const message = chatMessage({ id, ...PATIENT });
    const { engine } = stage.house;
    stage.house.engine = () => {
      throw new Error('no database');
    };
    expect((await tell(message)).status).toBe(503);
    stage.house.engine = engine;
    expect((await tell(message)).status).toBe(202);
    expect(await incidents()).toHaveLength(1);
  });

  test('encrypted to an older certificate: Graph is asked for the message', async () => {
    const older = await makeCertificate('older');
    const message = chatMessage({ id, ...PATIENT });
    stage.fake.on('GET', `/teams/${TEAM}/channels/${CHANNEL}/messages/${id}`, { json: message });
    const response = await tell(message, { encryptedContent: encryptFor(older.certificate, message) });
    expect(response.status).toBe(202);
    expect(await incidents()).toHaveLength(1);
    // Busy: again later. Gone by now: a deletion.
    stage.fake.on('GET', `/teams/${TEAM}/channels/${CHANNEL}/messages/${id}`, { status: 429 });
    expect((await tell(message, { encryptedContent: null })).status).toBe(503);
    stage.fake.on('GET', `/teams/${TEAM}/channels/${CHANNEL}/messages/${id}`, { status: 404, json: {} });
    expect((await tell(message, { encryptedContent: null })).status).toBe(202);
    expect(await incidents()).toMatchObject([{ resolution: 'deleted' }]);
  });

  test('what can neither be decrypted nor fetched, for want of a permission, is given up', async () => {
    stage.fake.on('GET', `/teams/${TEAM}/channels/${CHANNEL}/messages/${id}`, {
      status: 403,
      json: { error: { code: 'Forbidden' } },
    });
    // 503 would have Graph tell of it for four hours.
    expect((await tell(chatMessage({ id, ...PATIENT }), { encryptedContent: null })).status).toBe(202);
    expect(await incidents()).toEqual([]);
  });

  test('Graph does not say who can read it: judged all the same', async () => {
    const elsewhere = '19:unknown@thread.tacv2';
    stage.fake.on('GET', /19:unknown/, { status: 403, json: { error: { code: 'Forbidden' } } });
    await tell(chatMessage({ id, ...PATIENT, channelIdentity: { teamId: TEAM, channelId: elsewhere } }));
    expect(await incidents()).toHaveLength(1);
    expect(stage.facts).toEqual([null]);
  });

  test('who can read it is looked up once in ten minutes', async () => {
    const channelId = '19:often@thread.tacv2';
    const place = { channelIdentity: { teamId: TEAM, channelId } };
    await Promise.all(['1', '2', '3'].map((one) => tell(chatMessage({ id: id + one, ...HARMLESS, ...place }))));
    // Of this place: what an earlier test asked of another may still be on its way.
    expect(
      stage.fake.calls.filter(({ path }) => path.includes('19:often') && path.includes('allMembers')),
    ).toHaveLength(1);
  });
});

describe('what is refused', () => {
  test('another client state', async () => {
    const message = chatMessage({ id, ...PATIENT });
    for (const clientState of ['another', '', null, undefined]) {
      expect((await tell(message, { clientState })).status).toBe(401);
    }
    expect(await incidents()).toEqual([]);
  });

  test('one of two: the other is taken', async () => {
    const forged = `${id}9`;
    const response = await stage.post({
      value: [
        notification(stage.certificate, chatMessage({ id, ...PATIENT })),
        notification(stage.certificate, chatMessage({ id: forged, ...PATIENT }), { clientState: 'another' }),
      ],
      validationTokens: [await stage.fake.validationToken()],
    });
    expect(response.status).toBe(202);
    expect([(await incidents()).length, (await incidents(forged)).length]).toEqual([1, 0]);
  });

  test('another tenant', async () => {
    expect((await tell(chatMessage({ id, ...PATIENT }), { tenantId: crypto.randomUUID() })).status).toBe(401);
  });

  test.each([
    ['no token', () => []],
    ['a forged one', async () => [await stage.fake.validationToken({}, true)]],
    ['one for another app', async () => [await stage.fake.validationToken({ aud: crypto.randomUUID() })]],
    ['one of another issuer', async () => [await stage.fake.validationToken({ iss: 'https://example.org/' })]],
    ['one of another app than Graph', async () => [await stage.fake.validationToken({ azp: crypto.randomUUID() })]],
    ['one that ran out', async () => [await stage.fake.validationToken({ exp: 1_700_000_000 })]],
    ['no JWT at all', () => ['token']],
    [
      'one good, one forged',
      async () => [await stage.fake.validationToken(), await stage.fake.validationToken({}, true)],
    ],
  ])('%s', async (_, tokens) => {
    expect((await tell(chatMessage({ id, ...PATIENT }), {}, await tokens())).status).toBe(401);
    expect(await incidents()).toEqual([]);
  });

  test("a token of Entra's first version is as good", async () => {
    const token = await stage.fake.validationToken({
      azp: undefined,
      appid: '0bf30f3b-4a52-48df-9a82-234910c4a086',
      iss: `https://sts.windows.net/${TENANT}/`,
    });
    expect((await tell(chatMessage({ id, ...PATIENT }), {}, [token])).status).toBe(202);
  });

  test('what is no notification', async () => {
    expect((await stage.post('{"value":')).status).toBe(400);
    expect((await stage.post({ value: [] })).status).toBe(400);
    expect((await stage.post({})).status).toBe(400);
    expect((await stage.post({ value: [{ subscriptionId: '../x' }] })).status).toBe(400);
    expect((await stage.post(`"${'x'.repeat(11 * 1024 * 1024)}"`)).status).toBe(413);
  });
});

describe('the line on a message', () => {
  const PLACE = { channel: CHANNEL, thread: null };
  const words = { level: 'urgent', heading: 'A quiet word', seen: ['An NHS number.'] } as const;
  const message = () => `/teams/${TEAM}/channels/${CHANNEL}/messages/${id}`;
  beforeEach(() => stage.fake.on('PATCH', message(), { status: 204 }));

  test('is said only where the policy asks for it, by the channel that was seen', async () => {
    await tell(chatMessage({ id, ...PATIENT }));
    expect(await stage.graph.tip({ ...PLACE, message: id }, words)).toBe('off');
    expect(await stage.graph.untip({ ...PLACE, message: id })).toBe('off');
    expect(stage.fake.calls.some(({ method }) => method === 'PATCH')).toBe(false);
    stage.tips = 'block';
    expect(await stage.graph.tip({ ...PLACE, message: id }, words)).toBe('tipped');
    expect(await stage.graph.untip({ ...PLACE, message: id })).toBe('tipped');
    expect(stage.fake.calls.filter(({ method }) => method === 'PATCH').map(({ body }) => body)).toEqual([
      {
        policyViolation: {
          policyTip: {
            generalText: 'A quiet word',
            matchedConditionDescriptions: ['An NHS number.'],
            complianceUrl: `${stage.url}/check`,
          },
          verdictDetails: 'AllowFalsePositiveOverride,AllowOverrideWithJustification',
          dlpAction: 'BlockAccess',
        },
      },
      { policyViolation: { dlpAction: 'None' } },
    ]);
  });

  test('a place that is not known, and a refusal, fail without a fuss', async () => {
    stage.tips = 'notify';
    expect(await stage.graph.tip({ channel: '19:never@thread.tacv2', thread: null, message: id }, words)).toBe(
      'failed',
    );
    stage.fake.on('PATCH', message(), { status: 403, json: { error: { code: 'Forbidden' } } });
    expect(await stage.graph.tip({ ...PLACE, message: id }, words)).toBe('failed');
  });

  const outcomes = async () => {
    const [incident] = await incidents();
    return stage.house.db
      .selectFrom('outcomes')
      .select(['kind', 'detail', 'note'])
      .where('incident', '=', incident?.id ?? '')
      .where('kind', 'in', ['needed', 'not-patient'])
      .execute();
  };
  const answered = (policyViolation: object) =>
    tell(chatMessage({ id, ...PATIENT, policyViolation }), { changeType: 'updated' });

  test('shown again with a reason: the reason counts, once', async () => {
    await tell(chatMessage({ id, ...PATIENT }));
    const override = { userAction: 'Override', justificationText: 'Handed over to the night team' };
    await answered(override);
    await answered(override);
    expect(await outcomes()).toEqual([{ kind: 'needed', detail: 'own-words', note: 'Handed over to the night team' }]);
  });

  test('with a reason that names a patient: it counts, and the words are not kept', async () => {
    await tell(chatMessage({ id, ...PATIENT }));
    await answered({ userAction: 'override', justificationText: 'it was Mrs Okafor in bed 4' });
    expect(await outcomes()).toEqual([{ kind: 'needed', detail: 'own-words', note: 'Shown again in Teams.' }]);
  });

  test('"not about a patient" goes to the list, once', async () => {
    await tell(chatMessage({ id, ...PATIENT }));
    await answered({ userAction: 'ReportFalsePositive' });
    await answered({ userAction: 'ReportFalsePositive' });
    expect(await outcomes()).toMatchObject([{ kind: 'not-patient' }]);
    const [incident] = await incidents();
    const triage = stage.house.db
      .selectFrom('triage')
      .select('kind')
      .where('incident', '=', incident?.id ?? '');
    expect(await triage.execute()).toEqual([{ kind: 'disputed' }]);
  });

  test('of somebody else, or of nothing that was flagged: nothing', async () => {
    await tell(chatMessage({ id, ...PATIENT }));
    const other = { from: { user: { id: ALEX, userIdentityType: 'aadUser' } } };
    await tell(chatMessage({ id, ...PATIENT, ...other, policyViolation: { userAction: 'ReportFalsePositive' } }), {
      changeType: 'updated',
    });
    expect(await outcomes()).toEqual([]);
    id = `${id}5`;
    expect((await answered({ userAction: 'ReportFalsePositive' })).status).toBe(202);
  });
});

describe('a message read again', () => {
  test('there, gone, or not known', async () => {
    await tell(chatMessage({ id, ...HARMLESS }));
    const place = { channel: CHANNEL, message: id, thread: '16' };
    const path = `/teams/${TEAM}/channels/${CHANNEL}/messages/16/replies/${id}`;
    stage.fake.on('GET', path, { json: chatMessage({ id, ...PATIENT }) });
    expect(await stage.graph.readMessage(place)).toEqual({
      status: 'there',
      text: 'urgent: bloods for Mrs Okafor',
      attachments: [],
    });
    stage.fake.on('GET', path, { status: 404, json: {} });
    expect(await stage.graph.readMessage(place)).toEqual({ status: 'gone' });
    stage.fake.on('GET', path, { status: 403, json: {} });
    expect(await stage.graph.readMessage(place)).toEqual({ status: 'unknown' });
    stage.fake.on('GET', `/chats/${CHAT}/messages/${id}`, {
      json: inChat({ id, deletedDateTime: '2026-03-05T09:05:00Z' }),
    });
    expect(await stage.graph.readMessage({ channel: CHAT, message: id, thread: null })).toEqual({ status: 'gone' });
    expect(await stage.graph.readMessage({ channel: 'a:1', message: id, thread: null })).toEqual({ status: 'unknown' });
  });

  test('by another process, which never saw the channel', async () => {
    await tell(chatMessage({ id, ...HARMLESS }));
    stage.fake.on('GET', `/teams/${TEAM}/channels/${CHANNEL}/messages/${id}`, {
      json: chatMessage({ id, ...PATIENT }),
    });
    expect(await stage.another().readMessage({ channel: CHANNEL, message: id, thread: null })).toMatchObject({
      status: 'there',
    });
  });
});
