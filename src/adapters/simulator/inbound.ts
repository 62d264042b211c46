import type { Answer, Channel, Draft, LanguageChoice, PostedMessage, Report, Wish } from '../../chat.ts';
import type { Audience, Language } from '../../policy/types.ts';
import type { Address, Chosen, Content, DraftGiven, Raised } from './requests.ts';
import { CHANNELS } from './team.ts';

/**
 * What the page sent, in the words of the port. People are named `<session of the page>.<member of the team>`,
 * messages `<session>.<number>`.
 */
const HERE = { platform: 'simulator', tenant: 'simulator' } as const;

export function posted(at: Address, content: Content): PostedMessage {
  return {
    ...HERE,
    type: 'posted',
    channel: channelOf(at.audience, content.readers),
    id: messageId(at.session, at.number),
    version: content.version === 0 ? '' : String(content.version),
    thread: null,
    author: `${at.session}.${content.person}`,
    text: content.text,
    attachments: content.attachments,
    postedAt: new Date(),
    link: null,
    language: content.language ?? null,
  };
}

export function deleted(at: Address) {
  return { ...HERE, type: 'deleted', channelId: at.audience, id: messageId(at.session, at.number) } as const;
}

export function answered(session: string, { person, incident, action, words, message }: Chosen): Answer {
  const { number, deleted, text, attachments } = message;
  return {
    ...HERE,
    person: `${session}.${person}`,
    incident,
    action,
    words,
    // The page says how its post is now: true for that post, and for no other.
    current: async (place) => {
      if (place.message !== messageId(session, number)) return { status: 'unknown' };
      return deleted ? { status: 'gone' } : { status: 'there', text, attachments };
    },
    kept: false,
  };
}

export function drafted({ audience, readers, language, text, attachments }: DraftGiven): Draft {
  const { guests } = channelOf(audience, readers);
  return { ...HERE, text, attachments, audience, readers, guests, language };
}

export function reported(at: Address, raised: Raised): Report {
  return {
    ...HERE,
    person: `${at.session}.${raised.person}`,
    named: raised.named,
    language: raised.language,
    message: {
      channel: channelOf(at.audience, raised.readers),
      id: messageId(at.session, at.number),
      author: `${at.session}.${raised.author}`,
      text: raised.text,
      attachments: raised.attachments,
      link: null,
    },
  };
}

export function languageOf(session: string, person: string, language: Language): LanguageChoice {
  return { ...HERE, person: `${session}.${person}`, language };
}

export function wished(session: string, person: string, what: Wish['for']): Wish {
  return { ...HERE, person: `${session}.${person}`, for: what };
}

function messageId(session: string, number: number): string {
  return `${session}.${number}`;
}

/** The page may change how many can read; guests are never more than all but one of them. */
function channelOf(audience: Audience, readers: number): Channel {
  const known = CHANNELS.find((channel) => channel.audience === audience);
  return {
    id: audience,
    name: known?.name ?? null,
    audience,
    readers,
    guests: Math.min(known?.guests ?? 0, readers - 1),
  };
}
