import { expect, test } from 'vitest';
import { returnPath } from '../../src/dashboard/return-path.ts';

test.each([
  ['/', '/'],
  ['/try', '/try'],
  ['/incidents?day=2026-03-05&x=%2F', '/incidents?day=2026-03-05&x=%2F'],
])('%s stays', (wanted, expected) => expect(returnPath(wanted)).toBe(expected));

test.each([
  'https://evil.example/',
  '//evil.example',
  '//evil.example/try',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  'try',
  '',
  '/sign-in?to=/',
  '/sign-out',
  '//',
  ['/try', '/'],
  undefined,
  null,
])('%j leads to the first page', (wanted) => expect(returnPath(wanted)).toBe('/'));
