import { describe, expect, test } from 'vitest';
import { OutcomeUnknown, readFault, readRefusal } from '../../../src/adapters/teams/errors.ts';

const answer = (status: number, retryAfter: string | null = null, body: unknown = undefined) => ({
  status,
  retryAfter,
  body,
});

describe('how long it is put off', () => {
  test.each([
    ['9', 0, 9],
    // Up to half as long again by chance, so that those who were put off don't come back together.
    ['9', 0.5, 12],
    ['9', 1, 14],
    [null, 0, 30],
    [null, 1, 45],
    ['0', 0, 1],
    ['soon', 0, 30],
    // Never for ever, whatever is asked for.
    ['86400', 0, 3_600],
    ['86400', 1, 5_400],
  ])('429 with Retry-After %j, by chance %f: %i seconds', (retryAfter, chance, afterSeconds) => {
    expect(readRefusal(answer(429, retryAfter), false, chance)).toEqual({
      status: 'later',
      afterSeconds,
      reason: 'http_429',
    });
  });

  test('what may have been done is put off where done twice it is the same', () => {
    expect(readRefusal(answer(502), true, 1)).toMatchObject({ status: 'later', afterSeconds: 45 });
    expect(() => readRefusal(answer(502), false, 1)).toThrow(OutcomeUnknown);
    expect(readFault(Object.assign(new Error('x'), { code: 'ETIMEDOUT' }), true, 1)).toMatchObject({
      afterSeconds: 45,
    });
    expect(() => readFault(Object.assign(new Error('x'), { code: 'ETIMEDOUT' }), false, 1)).toThrow(OutcomeUnknown);
  });
});

test.each([
  [302, { status: 'later' }],
  [401, { status: 'later' }],
  [400, { status: 'unreachable' }],
  [403, { status: 'unreachable' }],
  [404, { status: 'unreachable' }],
])('%i', (status, expected) => {
  expect(readRefusal(answer(status), false)).toMatchObject(expected);
});

test('the reason is a code, and never what the connector quotes', () => {
  const body = { error: { code: 'ConversationNotFound', message: 'Mrs Example is not there.' } };
  expect(readRefusal(answer(404, null, body), false)).toMatchObject({ reason: '404_ConversationNotFound' });
  expect(readRefusal(answer(404, null, { error: { code: 'Mrs Example' } }), false)).toMatchObject({
    reason: 'http_404',
  });
  expect(() => readFault(new Error('Mrs Example'), false)).toThrow('(Error)');
});
