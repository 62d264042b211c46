import { z } from 'zod';
import type { PrivateNotice, Recipient } from '../../chat.ts';
import {
  apart,
  button,
  type Card,
  card,
  type Element,
  heading,
  image,
  link,
  messageOf,
  plain,
  small,
  textInput,
} from './cards.ts';
import { isChannel } from './graph/messages.ts';
import { linkTo, type Spot } from './inbound.ts';
import { conversationId, groupId, messageId } from './payloads.ts';
import { WORDS } from './words.ts';

/** The field of a person's own words. */
export const WORDS_FIELD = 'words';
const LONGEST = 4_000;

/** What a button brings back: which incident, and what the notice is about, for the line on the card that takes its place. */
export const pressedData = z.object({
  incident: z.string().min(1).max(100),
  spot: z
    .object({ channel: conversationId, message: messageId, thread: messageId.nullable(), group: groupId.nullable() })
    .nullable(),
  [WORDS_FIELD]: z.string().max(LONGEST).optional(),
});

export interface About {
  readonly spot: Spot;
  /** As people see it, or null where it isn't known. */
  readonly name: string | null;
  readonly tenant: string;
}

/** A short paragraph each, which read well on a phone, then what it is about, then the choices. */
export function renderNotice(notice: PrivateNotice, about: About | null): Card {
  const { paragraphs, picture, suggestion, choices, asks, incident, language } = notice;
  const words = WORDS[language];
  const data = { incident, spot: about?.spot ?? null };
  const body: Element[] = [
    heading(notice.kind === 'refresher' ? unmarkedTitle(notice.heading) : notice.heading),
    ...paragraphs.flatMap(plain),
    ...(picture ? [image(picture)] : []),
    ...(suggestion ? [apart(suggestion)] : []),
    ...(about ? aboutLine(about, language) : []),
    ...(asks
      ? [
          textInput(WORDS_FIELD, asks.label, { longest: Math.min(asks.longest, LONGEST) }),
          button(asks.action, asks.submit, { data, inputs: true, primary: true }),
        ]
      : []),
    ...choices.map(({ action, label, style }) => button(action, label, { data, primary: style === 'primary' })),
    ...(notice.link ? [link(notice.link.label, notice.link.url)] : []),
    ...(about ? toTheMessage(about, words.open) : []),
  ];
  return card(language, textOf(notice), body);
}

/** For notifications and for devices that show no cards. */
export const textOf = ({ heading: first, paragraphs }: Pick<PrivateNotice, 'heading' | 'paragraphs'>): string =>
  [first, ...paragraphs].join('\n');

export const activityOf = (notice: PrivateNotice, about: About | null): object =>
  messageOf(renderNotice(notice, about));

/** Null where the notice stands in the chat that it is about. */
export function aboutOf(to: Recipient, group: string | null, name: string | null): About | null {
  // In the person's own chat, or about no message, as a quiz is.
  if (to.channel === '' || to.channel.startsWith('a:')) return null;
  return { spot: { channel: to.channel, message: to.message, thread: to.thread, group }, name, tenant: to.tenant };
}

function aboutLine({ spot, name }: About, language: PrivateNotice['language']): Element[] {
  const words = WORDS[language];
  const at = /^\d{13}$/.test(spot.message) ? new Date(Number(spot.message)).toISOString().replace(/\.\d+/, '') : null;
  const unnamed = isChannel(spot.channel) ? words.aChannel : words.aChat;
  const place = name === null ? unnamed : unmarked(name);
  return [small(at === null ? words.aboutIn(place) : words.about(place, `{{DATE(${at},SHORT)}} {{TIME(${at})}}`))];
}

/** A name that somebody gave: no Markdown, and no date of Teams' own. */
const unmarked = (name: string): string =>
  name
    .replace(/[[\]()*_`~{}\\<>#]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);

/** A title that a trainer gave: no link and nothing bold by its signs. Brackets and the like are rare in one. */
const unmarkedTitle = (title: string): string =>
  title
    .replace(/[[\]*_`~{}\\<>#]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

function toTheMessage({ spot, tenant }: About, label: string): Element[] {
  const url = linkTo(spot, tenant);
  return url === null ? [] : [link(label, url)];
}
