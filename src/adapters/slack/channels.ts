import { z } from 'zod';
import type { Channel } from '../../chat.ts';
import type { Log } from '../../log.ts';
import { slackCode } from './errors.ts';

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
const MOST_CHANNELS = 10_000;

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

/**
 * Channels, remembered for ten minutes, at most 10,000 of them; those who ask at the same time share one look-up.
 * Never rejects: a message is judged for a guessed audience rather than lost.
 */
export function createChannels(
  lookUp: (id: string) => Promise<ChannelFacts>,
  careTeam: () => number,
  log: Log,
  now: () => number = Date.now,
): Channels {
  const known = new Map<string, { facts: Promise<ChannelFacts>; until: number }>();

  const ask = (hint: ChannelHint) => {
    const entry = {
      until: now() + LIFE_MS,
      facts: lookUp(hint.id).catch((error: unknown) => {
        log.warn('slack.channel_unknown', { channel: hint.id, reason: slackCode(error) ?? 'unknown', error });
        entry.until = now() + GUESS_LIFE_MS;
        return guess(hint);
      }),
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
    const { facts } = found && found.until > now() ? found : ask(hint);
    const { external, ...rest } = await facts;
    // The event knows sooner than the memory that a channel was shared with others.
    return {
      id: hint.id,
      name: rest.name,
      audience: audienceOf({ ...rest, external: external || sharedOutside }, careTeam()),
      readers: rest.members,
      guests: null, // Slack counts members, and doesn't say who of them is a guest
    };
  };
  return { of, forget: (id) => void known.delete(id) };
}
