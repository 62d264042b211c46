import { expect, test } from 'vitest';
import { renderDirectNotice, renderNotice } from '../../../src/adapters/slack/notice.ts';
import type { PrivateNotice, Recipient } from '../../../src/chat.ts';

const notice: PrivateNotice = {
  incident: 'incident-1',
  level: 'nudge',
  heading: 'A quiet word',
  paragraphs: ['212 people can read <#C1> & more.', 'Please edit it.'],
};
const to: Recipient = {
  tenant: 'T01TRUST',
  person: 'U02NURSE01',
  channel: 'C01WARD7',
  message: '1726130000.000100',
  thread: null,
};
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

test('a notice is a short section each, with nothing in it that Slack would take for markup', () => {
  expect(renderNotice(notice)).toEqual({
    blocks: [
      section('*A quiet word*'),
      section('212 people can read &lt;#C1&gt; &amp; more.'),
      section('Please edit it.'),
    ],
    text: 'A quiet word\n212 people can read &lt;#C1&gt; &amp; more.\nPlease edit it.',
  });
});

test('a direct notice says what it is about, without a link that Slack could preview', () => {
  const { blocks } = renderDirectNotice(notice, to);
  expect(blocks).toHaveLength(4);
  expect(blocks[3]).toEqual({
    type: 'context',
    elements: [
      {
        type: 'mrkdwn',
        text: 'About what you posted in <#C01WARD7>, <!date^1726130000^{date_short_pretty} at {time}|2024-09-12 08:33 UTC>.',
      },
    ],
  });
  expect(JSON.stringify(blocks)).not.toContain('http');
});
