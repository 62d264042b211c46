import { expect, test } from 'vitest';
import { mayChange } from '../../src/dashboard/same-origin.ts';

const PUBLIC = 'https://quietword.example.org';
const host = 'localhost:3000';

test.each([
  ['a page view from another site', 'GET', { host, 'sec-fetch-site': 'cross-site' }, true],
  ['a form of ours', 'POST', { host, 'sec-fetch-site': 'same-origin', origin: PUBLIC }, true],
  ['a form of another site', 'POST', { host, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
  ['a form of a sister site', 'POST', { host, 'sec-fetch-site': 'same-site' }, false],
  ['what no page sent', 'POST', { host, 'sec-fetch-site': 'none' }, false],
  ['an older browser on our page', 'POST', { host, origin: 'http://localhost:3000' }, true],
  ['an older browser behind a proxy', 'PUT', { host: 'inside:3000', origin: PUBLIC }, true],
  ['an older browser on another page', 'DELETE', { host, origin: 'https://evil.example' }, false],
  ['another port of this machine', 'POST', { host, origin: 'http://localhost:8080' }, false],
  ['a sandboxed frame', 'POST', { host, origin: 'null' }, false],
  ['a script that is no browser', 'POST', { host }, true],
] as const)('%s', (_what, method, headers, allowed) => {
  expect(mayChange({ method, headers }, PUBLIC)).toBe(allowed);
});
