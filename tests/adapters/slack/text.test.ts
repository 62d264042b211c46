import { expect, test } from 'vitest';
import { blockText, plainText, tableText } from '../../../src/adapters/slack/text.ts';
import { cpuMs } from '../../cpu.ts';

test.each([
  ['Tom &amp; Jo: BP &lt; 90, &gt; 60', 'Tom & Jo: BP < 90, > 60'],
  ['&amp;lt; stays escaped once', '&lt; stays escaped once'],
  ['<@U02NURSE01> and <@W02NURSE01|ada> please', '@colleague and @colleague please'],
  ['<!here> <!subteam^S01ABC|@ward-managers> <!channel>', '@everyone @ward-managers @everyone'],
  ['in <#C01WARD7|ward-7> or <#C02OTHER> or <#C02OTHER|>', 'in #ward-7 or #channel or #channel'],
  ['<mailto:jo@example.com|jo@example.com>', 'jo@example.com'],
  ['<mailto:jo@example.com>', 'jo@example.com'],
  ['<mailto:jo@example.com|Jo>', 'Jo (jo@example.com)'],
  ['<tel:+441632960001|01632 960001>', '01632 960001'],
  ['<tel:01632960001>', '01632960001'],
  ['<https://www.nhs.uk/a?b=1&amp;c=2>', 'https://www.nhs.uk/a?b=1&c=2'],
  ['<https://www.nhs.uk/|the site>', 'the site'],
  ['<!date^1726130000^{date_num}|2024-09-12>', '2024-09-12'],
  ['*Mrs* Smith, _943 476 5919_, ~gone~, `bed 4`', 'Mrs Smith, 943 476 5919, gone, bed 4'],
  ['*_both_* and snake_case, 5 * 3, 2*3', 'both and snake_case, 5 * 3, 2*3'],
  ['* a list\n* of points', '* a list\n* of points'],
  ['a < b without an end', 'a < b without an end'],
  ['', ''],
])('%s reads as %s', (slack, read) => {
  expect(plainText(slack)).toBe(read);
});

test.each([['*'.repeat(100_000)], ['<'.repeat(100_000)], ['_a'.repeat(50_000)], ['<@'.repeat(50_000)]])(
  'a hundred thousand odd characters are read in no time',
  (text) => {
    expect(cpuMs(() => plainText(text))).toBeLessThan(1_000);
  },
);

test('blocks that are not text, or no blocks at all, have none', () => {
  for (const node of [undefined, null, 5, 'text', [], [null], { type: 'divider' }, { type: 'text' }])
    expect(blockText(node)).toBe('');
  expect(tableText(null)).toBe('');
});

test('app-made blocks are read, too', () => {
  const blocks = [
    { type: 'header', text: { type: 'plain_text', text: 'Bed list' } },
    { type: 'section', text: { type: 'mrkdwn', text: '*bed 4*' }, fields: [{ type: 'mrkdwn', text: 'a &amp; b' }] },
    { type: 'context', elements: [{ type: 'mrkdwn', text: '<@U1>' }] },
  ];
  expect(blockText(blocks)).toBe('Bed list\nbed 4\na & b\n@colleague');
});
