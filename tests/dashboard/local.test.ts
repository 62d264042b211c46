import { describe, expect, test } from 'vitest';
import { isLocal } from '../../src/dashboard/local.ts';

const straight = { remoteAddress: '127.0.0.1', headers: { host: '127.0.0.1:3000' } };

describe('isLocal', () => {
  test.each([
    ['127.0.0.1', 'localhost:3000'],
    ['127.0.0.1', 'localhost'],
    ['127.8.9.1', '127.0.0.1:3000'],
    ['::1', '[::1]:3000'],
    ['::ffff:127.0.0.1', 'LOCALHOST:3000'],
  ])('is true for %s asking for %s', (remoteAddress, host) => {
    expect(isLocal({ remoteAddress, headers: { host } })).toBe(true);
  });

  test.each(['10.0.0.5', '192.168.1.4', '::ffff:10.0.0.5', 'fe80::1', '127.0.0.1.example.org', undefined])(
    'is false for the remote address %s',
    (remoteAddress) => {
      expect(isLocal({ ...straight, remoteAddress })).toBe(false);
    },
  );

  test.each([
    'quietword.example.org',
    'localhost.example.org',
    'example.org:3000',
    '127.0.0.1.nip.io',
    'localhost@example.org',
    '0.0.0.0:3000',
    '',
    undefined,
  ])('is false for the host name %s: a rebound or tunnelled name', (host) => {
    expect(isLocal({ ...straight, headers: host === undefined ? {} : { host } })).toBe(false);
  });

  test.each([
    'x-forwarded-for',
    'x-forwarded-host',
    'x-forwarded-proto',
    'forwarded',
    'via',
    'x-real-ip',
    'cf-connecting-ip',
    'cf-ray',
    'true-client-ip',
    'x-original-host',
    'cdn-loop',
    'tailscale-user-login',
  ])('is false with %s: somebody else is behind it', (header) => {
    expect(isLocal({ ...straight, headers: { ...straight.headers, [header]: '1' } })).toBe(false);
  });
});
