import type { Inbound, PostedMessage } from '../../../chat.ts';

const LIFE_MS = 10 * 60_000;
const MOST = 20_000;

/**
 * A message that comes by both ways, through the bot and through Graph, is judged once: whoever comes second waits for what
 * became of the first, and tries itself where that failed. Edits aren't held back: the two ways may tell their times apart, and
 * an edit that is judged twice neither counts nor speaks twice. Ids only, in memory; across processes the claim is what holds.
 */
export function judgedOnce(inbound: Inbound, now: () => number = Date.now): Inbound {
  const known = new Map<string, { readonly done: Promise<void>; readonly until: number }>();

  const take = (message: PostedMessage): Promise<void> => {
    const key = `${message.channel.id} ${message.id}`;
    const found = known.get(key);
    if (found && found.until > now()) return found.done;
    const entry = {
      until: now() + LIFE_MS,
      done: inbound.onMessage(message).catch((error: unknown) => {
        if (known.get(key) === entry) known.delete(key);
        throw error;
      }),
    };
    known.delete(key);
    known.set(key, entry);
    const oldest = known.keys().next();
    if (known.size > MOST && !oldest.done) known.delete(oldest.value);
    return entry.done;
  };

  return {
    ...inbound,
    onMessage: (message) =>
      message.type === 'posted' && message.version === '' ? take(message) : inbound.onMessage(message),
  };
}
