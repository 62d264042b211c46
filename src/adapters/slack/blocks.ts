import type { Button, KnownBlock, ModalView, PlainTextElement } from '@slack/web-api';
import type { Picture } from '../../chat.ts';

/** Slack's limits, in characters: what is longer is refused as a whole. */
export const LONGEST = { section: 3_000, label: 75, action: 24, input: 3_000, suggestion: 12_000, alt: 2_000 } as const;
const BUTTONS_IN_A_BLOCK = 25;

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** For mrkdwn: nothing in it is markup, a mention or a link. What is longer than `most` is cut, never inside an escape. */
export function escaped(text: string, most: number = LONGEST.section): string {
  const whole = text.replace(/[&<>]/g, (character) => ESCAPES[character] as string);
  if (whole.length <= most) return whole;
  let fits = '';
  for (const character of text) {
    const next = ESCAPES[character] ?? character;
    if (fits.length + next.length >= most) break;
    fits += next;
  }
  return `${fits}…`;
}

export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A paragraph. `verbatim`: Slack makes no links of what only looks like one. */
export function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: escaped(text), verbatim: true } };
}

/** Slack fetches it once, by https. */
export function image({ url, alt }: Picture): KnownBlock {
  return { type: 'image', image_url: url, alt_text: cut(alt, LONGEST.alt) };
}

export function heading(text: string): KnownBlock {
  const bold = `*${escaped(text, LONGEST.section - 2)}*`;
  return { type: 'section', text: { type: 'mrkdwn', text: bold, verbatim: true } };
}

/** Set apart, as it stands, so that it can be copied. */
export function preformatted(text: string): KnownBlock {
  const element = { type: 'text' as const, text: cut(text, LONGEST.suggestion) };
  return { type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [element] }] };
}

/** Plain text is shown as it is, `&` and `<` too. */
export function plain(text: string, most: number = LONGEST.label): PlainTextElement {
  return { type: 'plain_text', text: cut(text, most), emoji: false };
}

export function buttons(all: readonly Button[]): KnownBlock[] {
  const blocks: KnownBlock[] = [];
  for (let at = 0; at < all.length; at += BUTTONS_IN_A_BLOCK) {
    blocks.push({ type: 'actions', elements: all.slice(at, at + BUTTONS_IN_A_BLOCK) });
  }
  return blocks;
}

export interface Modal {
  readonly callback: string;
  readonly title: string;
  readonly close: string;
  /** Null where there is nothing to send; Slack demands one where there is an input. */
  readonly submit: string | null;
  /** Comes back with what is sent. Never a message, nor a part of one. */
  readonly metadata: object;
  readonly blocks: KnownBlock[];
}

export function modal({ callback, title, close, submit, metadata, blocks }: Modal): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    title: plain(title, LONGEST.action),
    close: plain(close, LONGEST.action),
    ...(submit === null ? {} : { submit: plain(submit, LONGEST.action) }),
    private_metadata: JSON.stringify(metadata),
    blocks,
  };
}
