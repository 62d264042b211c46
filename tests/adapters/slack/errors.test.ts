import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isTokenFault, OutcomeUnknown, readRefusal, slackCode } from '../../../src/adapters/slack/errors.ts';
import { clientOptions } from '../../../src/adapters/slack/web.ts';
import { createLog } from '../../../src/log.ts';
import { type FakeWebApi, type Reply, serve, startFakeWebApi } from './fake-web-api.ts';

let api: FakeWebApi;
beforeAll(async () => {
  api = await startFakeWebApi();
});
afterAll(() => api.close());

/** The error that the client for notices ends in. */
async function errorFrom(apiUrl: string, timeout = 10_000): Promise<unknown> {
  const options = clientOptions({ apiUrl }, createLog('silent'), 'nudges');
  const client = new WebClient('xoxb-1', { ...options, timeout });
  return client.chat.postEphemeral({ channel: 'C01', user: 'U01', text: 'the notice' }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const refused = (error: string): Reply => ({ json: { ok: false, error } });
const later = (afterSeconds: number, reason: string) => ({ status: 'later', afterSeconds, reason });
const unreachable = (reason: string) => ({ status: 'unreachable', reason });

test.each<[string, Reply, object]>([
  ['429 with Retry-After', { status: 429, headers: { 'retry-after': '7' } }, later(7, 'ratelimited')],
  ['429 with Retry-After 0', { status: 429, headers: { 'retry-after': '0' } }, later(1, 'ratelimited')],
  ['429 without Retry-After', { status: 429, body: 'slow down' }, later(30, 'ratelimited')],
  ['429 with a date', { status: 429, headers: { 'retry-after': 'Wed, 21 Oct' } }, later(30, 'ratelimited')],
  ['ratelimited', refused('ratelimited'), later(30, 'ratelimited')],
  ['service_unavailable', refused('service_unavailable'), later(30, 'service_unavailable')],
  ['invalid_auth', refused('invalid_auth'), later(300, 'invalid_auth')],
  ['missing_scope', refused('missing_scope'), later(300, 'missing_scope')],
  ['a proxy that says no', { status: 403, body: '<html>' }, later(300, 'http_403')],
  ...['user_not_in_channel', 'cannot_dm_bot', 'user_disabled', 'is_archived', 'restricted_action', 'new_code'].map(
    (code): [string, Reply, object] => [code, refused(code), unreachable(code)],
  ),
])('not taken for certain: %s', async (_, reply, refusal) => {
  api.answer('chat.postEphemeral', reply);
  expect(readRefusal(await errorFrom(api.apiUrl))).toEqual(refusal);
});

test.each<[string, Reply, string]>([
  ['500', { status: 500 }, 'http_500'],
  ['503 with a page', { status: 503, body: '<html>the notice</html>' }, 'http_503'],
  ['408', { status: 408 }, 'http_408'],
  ['fatal_error', refused('fatal_error'), 'fatal_error'],
  ['internal_error', refused('internal_error'), 'internal_error'],
  ['200 that is no JSON', { status: 200, body: 'the notice, echoed' }, 'WebAPIPlatformError'],
  ['a connection reset after the request', 'reset', 'ECONNRESET'],
  ['no answer', 'hang', 'slack_webapi_request_error'],
  ['half an answer', 'hang after the headers', 'TimeoutError'],
])('not known whether taken: %s', async (_, reply, code) => {
  api.answer('chat.postEphemeral', reply);
  const error = await errorFrom(api.apiUrl, typeof reply === 'string' ? 1_000 : undefined);
  expect(error).toBeInstanceOf(Error);
  expect(() => readRefusal(error)).toThrow(new OutcomeUnknown(code));
});

test('nothing was handed over where nobody listens or the name is unknown', async () => {
  const closed = await serve(() => {});
  await closed.close();
  expect(readRefusal(await errorFrom(`${closed.url}/api/`))).toEqual(later(30, 'ECONNREFUSED'));
  const fault = (code: string) => ({ code: 'slack_webapi_request_error', original: { cause: { code } } });
  expect(readRefusal(fault('ENOTFOUND'))).toEqual(later(30, 'ENOTFOUND'));
});

test('what isn’t an error of Slack’s is not known either', () => {
  expect(() => readRefusal(new TypeError('of ours'))).toThrow(OutcomeUnknown);
  expect(() => readRefusal('text')).toThrow(OutcomeUnknown);
});

test('a refused token is told from other refusals', async () => {
  api.answer('chat.postEphemeral', refused('token_revoked'));
  expect(slackCode(await errorFrom(api.apiUrl))).toBe('token_revoked');
  expect(slackCode(new Error('other'))).toBeUndefined();
  expect(isTokenFault('token_revoked')).toBe(true);
  expect(isTokenFault('channel_not_found')).toBe(false);
});
