import type { Button, KnownBlock } from '@slack/web-api';
import { z } from 'zod';
import type { Choice, PrivateNotice, Question, Recipient } from '../../chat.ts';
import { buttons, escaped, heading, image, LONGEST, plain, preformatted, section } from './blocks.ts';
import { language } from './payloads.ts';
import { WORDS } from './words.ts';

export interface SlackNotice {
  readonly blocks: KnownBlock[];
  /** For notifications and screen readers, which don't get the blocks. */
  readonly text: string;
}

/** Before the action in a button's `action_id`: a choice, or a question that a form asks. */
export const CHOICE = 'quietword:';
export const ASKS = 'quietword-asks:';
/** The same of a page that opens: Slack tells of that press as of any other, and nothing has to be done. */
export const OPENS = 'quietword-opens:';
/** The line that says what a direct notice is about, so that a reply in its place can take it over. */
export const ABOUT = 'quietword-about';
/** A message has 50 blocks at most; these leave room for the heading, the suggestion and the buttons. */
const PARAGRAPHS = 40;

/** A short section each, which read well on a phone, then the suggestion and the choices. */
export function renderNotice(notice: PrivateNotice): SlackNotice {
  const { paragraphs, picture, suggestion, choices, asks, link } = notice;
  const [shown, rest] = [paragraphs.slice(0, PARAGRAPHS), paragraphs.slice(PARAGRAPHS)];
  const actions = [
    ...choices.map((choice) => choiceButton(choice, notice)),
    ...(asks === null ? [] : [askButton(asks, notice)]),
    ...(link ? [linkButton(link)] : []),
  ];
  return {
    blocks: [
      heading(notice.heading),
      ...shown.map(section),
      ...(rest.length > 0 ? [section(rest.join('\n\n'))] : []),
      ...(picture ? [image(picture)] : []),
      ...(suggestion ? [preformatted(suggestion)] : []),
      ...buttons(actions),
    ],
    text: escaped([notice.heading, ...paragraphs].join('\n')),
  };
}

/**
 * The notice as a direct message, away from what it is about, so it says where and when that was posted. It holds no
 * link to the message: Slack might show a preview, and with it the very words that should not spread.
 */
export function renderDirectNotice(notice: PrivateNotice, to: Recipient): SlackNotice {
  const seconds = Math.floor(Number(to.message));
  const utc = new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 16);
  const words = WORDS[notice.language];
  const when = `<!date^${seconds}^{date_short_pretty} ${words.at} {time}|${utc} UTC>`;
  return withAbout(renderNotice(notice), words.about(`<#${to.channel}>`, when));
}

/** `about` is Slack's own markup. */
export function withAbout({ blocks, text }: SlackNotice, about: string): SlackNotice {
  const line: KnownBlock = { type: 'context', block_id: ABOUT, elements: [{ type: 'mrkdwn', text: about }] };
  return { blocks: [...blocks, line], text };
}

function choiceButton({ action, label, style }: Choice, { incident }: PrivateNotice): Button {
  return {
    type: 'button',
    action_id: `${CHOICE}${action}`,
    text: plain(label, LONGEST.label),
    value: incident,
    ...(style === 'primary' ? { style } : {}),
  };
}

/** Slack fetches none of the page: it opens where people sign in. */
export function linkButton({ label, url }: NonNullable<PrivateNotice['link']>): Button {
  return { type: 'button', action_id: `${OPENS}page`, text: plain(label, LONGEST.label), url };
}

/** What the form needs, which Slack doesn't hand back with a notice that only its reader sees. */
export const asked = z.object({
  incident: z.string().min(1).max(100),
  label: z.string().min(1).max(500),
  submit: z.string().min(1).max(100),
  longest: z.number().int().positive(),
  language,
});

function askButton({ action, label, submit, longest }: Question, notice: PrivateNotice): Button {
  const { incident, language } = notice;
  const value: z.infer<typeof asked> = { incident, label, submit, longest, language };
  return {
    type: 'button',
    action_id: `${ASKS}${action}`,
    text: plain(label, LONGEST.label),
    value: JSON.stringify(value),
  };
}
