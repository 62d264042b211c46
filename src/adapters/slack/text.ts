/**
 * What the reader of a Slack message sees. Slack escapes `&`, `<` and `>` and wraps links, mentions and
 * dates in angle brackets: https://docs.slack.dev/messaging/formatting-message-text
 */

/** Slack's mrkdwn as plain text: marks and escapes gone, links as they read, mentions as "@colleague". */
export function plainText(mrkdwn: string): string {
  return unescaped(mrkdwn.replace(/<([^<>]+)>/g, (_, inner: string) => shown(inner)).replace(MARKS, ''));
}

export function unescaped(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/**
 * Runs of formatting marks on one side of a word (`_943 476 5919_`, `*Mrs* Smith`), which hide the word's edge from
 * a detector. The first lookbehind also excludes marks: without that a long row of asterisks takes quadratic time.
 */
const MARKS = /(?<![\p{L}\p{N}*_~`])[*_~`]+(?=[^\s*_~`])|(?<=[^\s*_~`])[*_~`]+(?![\p{L}\p{N}*_~`])/gu;

function shown(inner: string): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  if (target.startsWith('@')) return '@colleague';
  if (target.startsWith('#')) return `#${label || 'channel'}`;
  if (target.startsWith('!')) return label || '@everyone';
  if (target.startsWith('mailto:')) {
    const address = target.slice('mailto:'.length);
    // Once where the label is an address, both where a name hides it: the address is a tap away.
    if (label === '') return address;
    return label.includes('@') ? label : `${label} (${address})`;
  }
  return label || target.replace(/^tel:/, '');
}

/** The text of Block Kit blocks, for messages that carry none of their own. Unknown blocks are looked into. */
export function blockText(node: unknown): string {
  if (Array.isArray(node)) return lines(node.map(blockText));
  if (!isRecord(node)) return '';
  switch (node.type) {
    case 'text':
    case 'raw_text':
    case 'plain_text':
    case 'markdown':
      return string(node.text);
    case 'mrkdwn':
      return plainText(string(node.text));
    case 'link':
      return string(node.text) || string(node.url);
    case 'user':
    case 'usergroup':
      return '@colleague';
    case 'channel':
      return '#channel';
    case 'broadcast':
      return '@everyone';
    case 'date':
      return string(node.fallback);
    case 'rich_text_section':
    case 'rich_text_quote':
    case 'rich_text_preformatted':
      return array(node.elements).map(blockText).join('');
    case 'table':
      return lines(array(node.rows).map((row) => array(row).map(blockText).join(' ')));
    default:
      return lines([node.text, node.fields, node.elements].map(blockText));
  }
}

/** The tables among blocks: a pasted list of patients is a block, and not part of the message's `text`. */
export function tableText(blocks: unknown): string {
  return blockText(array(blocks).filter((block) => isRecord(block) && block.type === 'table'));
}

/** Joins the parts that are not empty, a line each. */
export function lines(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function array(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
