import type { Response } from 'express';
import { expect, test } from 'vitest';
import { Mailbox, type PageNotice } from '../../../src/adapters/simulator/mailbox.ts';
import { notice as word } from './serve.ts';

const notice = (change: Partial<PageNotice> = {}): PageNotice => ({
  ...word(),
  message: 1,
  person: 'sam',
  place: '1',
  ...change,
});

/** What a page that connects now is given, as incident and kind. */
function given(mailbox: Mailbox): string[] {
  const written: string[] = [];
  const res = { set: () => {}, write: (text: string) => written.push(text), on: () => {} };
  mailbox.connect('a', res as unknown as Response);
  return written
    .filter((text) => text.startsWith('data: '))
    .map((text) => JSON.parse(text.slice(6)) as PageNotice)
    .map(({ incident, kind }) => `${incident} ${kind}`);
}

test('a page that asked for something counts as open for half a minute', () => {
  let now = 0;
  const mailbox = new Mailbox(() => now);
  expect(mailbox.deliver('a', notice())).toBe(false);
  mailbox.touch('a');
  now = 30_000;
  expect(mailbox.deliver('a', notice())).toBe(true);
  now = 30_001;
  expect(mailbox.deliver('a', notice())).toBe(false);
});

test('memory is bounded: 500 pages, and those that closed make room', () => {
  let now = 0;
  const mailbox = new Mailbox(() => now);
  for (let page = 0; page < 500; page += 1) expect(mailbox.touch(`p${page}`)).toBe(true);
  expect(mailbox.touch('one too many')).toBe(false);
  now = 30_001;
  expect(mailbox.touch('one too many')).toBe(true);
});

test('one said twice is kept once, and a reminder in its place', () => {
  const mailbox = new Mailbox();
  mailbox.touch('a');
  mailbox.deliver('a', notice());
  mailbox.deliver('a', notice());
  mailbox.deliver('a', notice({ incident: 'i2', place: '2' }));
  expect(given(mailbox)).toEqual(['i1 first', 'i2 first']);
  mailbox.deliver('a', notice({ kind: 'reminder' }));
  expect(given(mailbox)).toEqual(['i2 first', 'i1 reminder']);
});

test('one that takes the place of those before leaves none of them', () => {
  const mailbox = new Mailbox();
  mailbox.touch('a');
  mailbox.deliver('a', notice());
  mailbox.deliver('a', notice({ incident: 'i2', place: '2' }));
  mailbox.deliver('a', notice({ incident: 'i3', kind: 'left' }));
  mailbox.deliver('a', notice({ kind: 'thanks' }));
  expect(given(mailbox)).toEqual(['i2 first', 'i1 thanks']);
});
