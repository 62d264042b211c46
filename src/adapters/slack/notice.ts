import type { KnownBlock } from '@slack/web-api';
import type { PrivateNotice, Recipient } from '../../chat.ts';

export interface SlackNotice {
  readonly blocks: KnownBlock[];
  /** For notifications and screen readers, which don't get the blocks. */
  readonly text: string;
}

/** One short section each, which read well on a phone. */
export function renderNotice({ heading, paragraphs }: PrivateNotice): SlackNotice {
  return {
    blocks: [section(`*${escaped(heading)}*`), ...paragraphs.map((paragraph) => section(escaped(paragraph)))],
    text: escaped([heading, ...paragraphs].join('\n')),
  };
}

/**
 * The notice as a direct message, away from what it is about, so it says where and when that was posted. It holds no
 * link to the message: Slack might show a preview, and with it the very words that should not spread.
 */
export function renderDirectNotice(notice: PrivateNotice, to: Recipient): SlackNotice {
  const { blocks, text } = renderNotice(notice);
  const seconds = Math.floor(Number(to.message));
  const utc = new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 16);
  const when = `<!date^${seconds}^{date_short_pretty} at {time}|${utc} UTC>`;
  const about = `About what you posted in <#${to.channel}>, ${when}.`;
  return { blocks: [...blocks, { type: 'context', elements: [{ type: 'mrkdwn', text: about }] }], text };
}

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
