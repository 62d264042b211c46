import type { Response } from 'express';
import { expect, test } from 'vitest';
import { Mailbox, type PageNotice } from '../../../src/adapters/simulator/mailbox.ts';
import { notice as word } from './serve.ts';

const notice = (change: Partial<PageNotice> = {}): PageNotice => ({
  ...word(),
  message: 1,
  person: 'sam',
  place: change.incident ?? 'i1',
  replaces: false,
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

test('notices of one incident are kept by their kind, and one said twice is kept once', () => {
  const mailbox = new Mailbox();
  mailbox.touch('a');
  mailbox.deliver('a', notice());
  mailbox.deliver('a', notice({ kind: 'reminder' }));
  mailbox.deliver('a', notice());
  mailbox.deliver('a', notice({ incident: 'i2' }));
  expect(given(mailbox)).toEqual(['i1 reminder', 'i1 first', 'i2 first']);
});

test('one that takes the place of those before leaves none of them', () => {
  const mailbox = new Mailbox();
  mailbox.touch('a');
  mailbox.deliver('a', notice());
  mailbox.deliver('a', notice({ incident: 'i2' }));
  mailbox.deliver('a', notice({ incident: 'i3', kind: 'left', place: 'i1', replaces: true }));
  mailbox.deliver('a', notice({ kind: 'thanks', replaces: true }));
  expect(given(mailbox)).toEqual(['i2 first', 'i1 thanks']);
});
