import { z } from 'zod';
import type { Channel } from '../../chat.ts';
import type { Log } from '../../log.ts';
import { slackCode } from './errors.ts';
import { within } from './in-time.ts';
import type { Guests } from './members.ts';

/** What an event itself says of its channel. `type`: channel, group, im, mpim, or undefined. */
export interface ChannelHint {
  readonly id: string;
  readonly type: string | undefined;
}

export interface ChannelFacts {
  readonly im: boolean;
  readonly mpim: boolean;
  readonly private: boolean;
  /** Shared with another organisation (Slack Connect). */
  readonly external: boolean;
  readonly members: number | null;
  readonly name: string | null;
}

const LIFE_MS = 10 * 60_000;
const GUESS_LIFE_MS = 30_000;
/** So long Slack is kept waiting, with a message, for what was known of its channel some minutes ago anyway. */
const PATIENCE_MS = 600;
const MOST_CHANNELS = 10_000;
/** Slack waits three seconds for the answer to an event. In a large channel the count goes on beside it, for the next message. */
const GUESTS_WAIT_MS = 1_000;

/** `careTeam`: a private channel up to so many members is a care team's; above it, it is a crowd like any other. */
export function audienceOf(facts: ChannelFacts, careTeam: number): Channel['audience'] {
  if (facts.im) return 'direct';
  if (facts.external) return 'external';
  if (facts.mpim) return 'care-team';
  if (facts.private && facts.members !== null && facts.members <= careTeam) return 'care-team';
  return 'organisation';
}

/** What can be said of a channel that couldn't be looked up. Its size is unknown, so a private one counts as large. */
export function guess({ id, type }: ChannelHint): ChannelFacts {
  const im = type === 'im' || id.startsWith('D');
  return { im, mpim: type === 'mpim', private: type === 'group', external: false, members: im ? 2 : null, name: null };
}

const info = z.object({
  channel: z.object({
    is_im: z.boolean().optional(),
    is_mpim: z.boolean().optional(),
    is_private: z.boolean().optional(),
    is_ext_shared: z.boolean().optional(),
    name: z.string().optional(),
    num_members: z.number().int().nonnegative().optional(),
  }),
});

/** Reads an answer of `conversations.info`. Throws where it has another shape. */
export function readChannelInfo(answer: unknown): ChannelFacts {
  const { channel } = info.parse(answer);
  return {
    im: channel.is_im ?? false,
    mpim: channel.is_mpim ?? false,
    private: channel.is_private ?? false,
    external: channel.is_ext_shared ?? false,
    members: channel.num_members ?? null,
    name: channel.name ?? null,
  };
}

export interface Channels {
  of(hint: ChannelHint, sharedOutside: boolean): Promise<Channel>;
  /** It was renamed, archived, made private or public, or people came or went. */
  forget(id: string): void;
}

/** What is remembered of a channel. `guests`: null while they are being counted, and where nobody can say. */
interface Known {
  readonly facts: Promise<ChannelFacts>;
  /** What Slack said last. */
  last: ChannelFacts | undefined;
  readonly counting: Promise<unknown>;
  guests: Guests | null;
  counted: boolean;
  until: number;
}

/**
 * Channels, remembered for ten minutes, at most 10,000 of them; those who ask at the same time share one look-up.
 * Never rejects: a message is judged for a guessed audience rather than lost.
 */
export function createChannels(parts: {
  readonly lookUp: (id: string) => Promise<ChannelFacts>;
  readonly guestsOf: (id: string) => Promise<Guests>;
  readonly careTeam: () => number;
  readonly log: Log;
  readonly now?: () => number;
}): Channels {
  const { lookUp, guestsOf, careTeam, log, now = Date.now } = parts;
  const known = new Map<string, Known>();

  const ask = (hint: ChannelHint, before: Known | undefined): Known => {
    const failed = (event: string) => (error: unknown) => {
      log.warn(event, { channel: hint.id, reason: slackCode(error) ?? 'unknown', error });
      entry.until = now() + GUESS_LIFE_MS;
    };
    const counting = guestsOf(hint.id).then((guests) => {
      entry.guests = guests;
    }, failed('slack.members_unknown'));
    const entry: Known = {
      until: now() + LIFE_MS,
      last: before?.last,
      facts: lookUp(hint.id).then(
        (facts) => {
          entry.last = facts;
          return facts;
        },
        (error: unknown) => {
          failed('slack.channel_unknown')(error);
          return before?.last ?? guess(hint);
        },
      ),
      counting: counting.then(() => {
        entry.counted = true;
      }),
      // Until they are counted anew, those from before.
      guests: before?.guests ?? null,
      counted: before?.counted ?? false,
    };
    known.delete(hint.id);
    known.set(hint.id, entry);
    const oldest = known.keys().next();
    if (known.size > MOST_CHANNELS && !oldest.done) known.delete(oldest.value);
    return entry;
  };

  const of: Channels['of'] = async (hint, sharedOutside) => {
    const guessed = guess(hint);
    // Of a direct message nothing more can be learnt, so that no scope is needed to look at it.
    if (guessed.im) return { id: hint.id, name: null, audience: 'direct', readers: guessed.members, guests: null };
    const found = known.get(hint.id);
    const entry = found && found.until > now() ? found : ask(hint, found);
    const { last } = entry;
    // Of a channel that was never looked up there is nothing to go by, and it may be one that is not to be read.
    const facts = (last && (await within(PATIENCE_MS, entry.facts))) ?? last ?? (await entry.facts);
    if (!entry.counted) await within(GUESTS_WAIT_MS, entry.counting);
    // The event knows sooner than the memory that a channel was shared with others.
    const shared = facts.external || sharedOutside;
    const { guests } = entry;
    return {
      id: hint.id,
      name: facts.name,
      audience: audienceOf({ ...facts, external: shared || (guests?.found ?? 0) > 0 }, careTeam()),
      readers: facts.members,
      // Of the people of another organisation the directory may know none.
      guests: guests?.all && !shared ? guests.found : null,
    };
  };
  return { of, forget: (id) => void known.delete(id) };
}
