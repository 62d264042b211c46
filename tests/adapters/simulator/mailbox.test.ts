import { expect, test } from 'vitest';
import { Mailbox } from '../../../src/adapters/simulator/mailbox.ts';

const notice = { incident: 'i1', level: 'nudge' as const, heading: 'h', paragraphs: [], message: 1, person: 'sam' };

test('a page that asked for something counts as open for half a minute', () => {
  let now = 0;
  const mailbox = new Mailbox(() => now);
  expect(mailbox.deliver('a', notice)).toBe(false);
  mailbox.touch('a');
  now = 30_000;
  expect(mailbox.deliver('a', notice)).toBe(true);
  now = 30_001;
  expect(mailbox.deliver('a', notice)).toBe(false);
});

test('memory is bounded: 500 pages, and those that closed make room', () => {
  let now = 0;
  const mailbox = new Mailbox(() => now);
  for (let page = 0; page < 500; page += 1) expect(mailbox.touch(`p${page}`)).toBe(true);
  expect(mailbox.touch('one too many')).toBe(false);
  now = 30_001;
  expect(mailbox.touch('one too many')).toBe(true);
});
