import { expect, test } from 'vitest';
import { renderDirectNotice, renderNotice } from '../../../src/adapters/slack/notice.ts';
import type { Choice, PrivateNotice } from '../../../src/chat.ts';
import { notice as basic, INCIDENT, to } from './stage.ts';

const notice: PrivateNotice = {
  ...basic,
  paragraphs: ['212 people can read <#C1> & more.', 'Please edit it.'],
  choices: [],
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
    block_id: 'quietword-about',
    elements: [
      {
        type: 'mrkdwn',
        text: 'About what you posted in <#C01WARD7>, <!date^1726130000^{date_short_pretty} at {time}|2024-09-12 08:33 UTC>.',
      },
    ],
  });
  expect(JSON.stringify(blocks)).not.toContain('http');
});

const choice = (action: string, label = action): Choice => ({ action, label, style: 'plain' });
interface Shown {
  readonly type: string;
  readonly text?: { readonly text: string };
  readonly elements?: readonly { readonly action_id?: string; readonly text?: { readonly text: string } }[];
}
const blocksOf = (change: Partial<PrivateNotice>) => renderNotice({ ...notice, ...change }).blocks as Shown[];

test('choices are buttons that carry the incident and nothing else', () => {
  const choices: Choice[] = [choice('safer', 'A <safer> version & more'), { ...choice('fixed'), style: 'primary' }];
  expect(blocksOf({ choices }).at(-1)).toEqual({
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'quietword:safer',
        text: { type: 'plain_text', text: 'A <safer> version & more', emoji: false },
        value: INCIDENT,
      },
      {
        type: 'button',
        action_id: 'quietword:fixed',
        text: { type: 'plain_text', text: 'fixed', emoji: false },
        value: INCIDENT,
        style: 'primary',
      },
    ],
  });
});

test('a suggestion is set apart, as it stands', () => {
  const block = blocksOf({ suggestion: 'The lady in <bed 4> & *her* son' }).at(-1);
  expect(block).toEqual({
    type: 'rich_text',
    elements: [
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'The lady in <bed 4> & *her* son' }] },
    ],
  });
  expect(renderNotice({ ...notice, suggestion: 'The lady in bed 4' }).text).not.toContain('bed 4');
});

test('what is asked is a button of its own, which brings what its form needs', () => {
  const asks = { action: 'reason-words', label: 'In my own words', submit: 'Send', longest: 200 };
  const [button] =
    blocksOf({ asks, choices: [choice('reason:handover')] })
      .at(-1)
      ?.elements?.slice(1) ?? [];
  expect(button).toEqual({
    type: 'button',
    action_id: 'quietword-asks:reason-words',
    text: { type: 'plain_text', text: 'In my own words', emoji: false },
    value: JSON.stringify({
      incident: INCIDENT,
      label: 'In my own words',
      submit: 'Send',
      longest: 200,
      language: 'en',
    }),
  });
});

test('whatever it says, a notice keeps to what Slack takes', () => {
  const choices = Array.from({ length: 60 }, (_, n) => choice(`option:${n}`, 'Why? '.repeat(30)));
  const paragraphs = Array.from({ length: 80 }, () => '&<>'.repeat(2_000));
  const { blocks, text } = renderDirectNotice(
    { ...notice, heading: '<'.repeat(4_000), paragraphs, choices, suggestion: '👩‍⚕️'.repeat(9_000) },
    to,
  );
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(text.length).toBeLessThanOrEqual(3_000);
  const ids: string[] = [];
  for (const block of blocks as Shown[]) {
    if (block.type === 'section') {
      expect(block.text?.text.length).toBeLessThanOrEqual(3_000);
      // Never cut inside an escape.
      expect(block.text?.text).toMatch(/^\*?(&amp;|&lt;|&gt;|\s)+…?\*?$/);
    }
    if (block.type !== 'actions') continue;
    expect(block.elements?.length).toBeLessThanOrEqual(25);
    for (const { action_id, text } of block.elements ?? []) {
      ids.push(action_id ?? '');
      expect(text?.text.length).toBeLessThanOrEqual(75);
    }
  }
  expect(new Set(ids).size).toBe(60);
  expect(JSON.stringify(blocks)).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
});

test('in Welsh the line below is Welsh', () => {
  const { blocks } = renderDirectNotice({ ...notice, language: 'cy' }, to);
  expect(JSON.stringify(blocks.at(-1))).toContain('Am yr hyn a bostioch yn <#C01WARD7>');
});
