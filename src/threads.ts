import type { DeletedMessage, PostedMessage } from './chat.ts';

/**
 * What was said lately in each thread, in memory only: at most ten minutes, five messages of 2,000
 * characters a thread and 2,000 threads. Never stored, and gone with the process; a reply that another
 * process reads is judged alone.
 */
export interface Threads {
  /** Texts before this message in its thread, oldest first. */
  before(message: PostedMessage): string[];
  /** In the place of the same message's earlier version, if that is still held. */
  remember(message: PostedMessage): void;
  forget(message: DeletedMessage): void;
  stop(): void;
}

const LIFE_MS = 10 * 60_000;
const SWEEP_EVERY_MS = 15_000;
const MESSAGES = 5;
const CHARACTERS = 2_000;
const THREADS = 2_000;

interface Said {
  readonly id: string;
  readonly text: string;
  readonly at: number;
}

export function startThreads(now: () => number = Date.now): Threads {
  /** In the order of their latest message. */
  const threads = new Map<string, Said[]>();

  const keep = (key: string, said: readonly Said[]) => {
    threads.delete(key);
    if (said.length > 0) threads.set(key, said.slice(-MESSAGES));
  };
  const others = (key: string, id: string) =>
    (threads.get(key) ?? []).filter((said) => said.id !== id && said.at > now() - LIFE_MS);

  // A sweep early rather than late: what it leaves is gone by the next one, within the ten minutes.
  const sweep = setInterval(() => {
    for (const [key, said] of threads) {
      const left = said.filter(({ at }) => at > now() - LIFE_MS + SWEEP_EVERY_MS);
      if (left.length > 0) threads.set(key, left);
      else threads.delete(key);
    }
  }, SWEEP_EVERY_MS).unref();

  return {
    before: (message) => others(keyOf(message), message.id).map(({ text }) => text),
    remember(message) {
      const key = keyOf(message);
      const said = { id: message.id, text: message.text.slice(0, CHARACTERS), at: now() };
      keep(key, [...others(key, message.id), said]);
      const stalest = threads.keys().next();
      if (threads.size > THREADS && !stalest.done) threads.delete(stalest.value);
    },
    forget({ platform, tenant, channelId, id }) {
      // A deletion doesn't say which thread it was in.
      const place = `${platform} ${tenant} ${channelId} `;
      for (const [key, said] of threads) {
        if (key.startsWith(place) && said.some((one) => one.id === id)) keep(key, others(key, id));
      }
    },
    stop: () => {
      clearInterval(sweep);
      threads.clear();
    },
  };
}

/** A thread is named by its first message. */
const keyOf = ({ platform, tenant, channel, thread, id }: PostedMessage): string =>
  `${platform} ${tenant} ${channel.id} ${thread ?? id}`;
