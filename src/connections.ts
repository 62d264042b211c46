import type { Connection, Platform } from './chat.ts';
import type { LivePolicy } from './live-policy.ts';
import type { Log } from './log.ts';
import type { Store } from './store/database.ts';
import type { Queue } from './store/queue.ts';

interface Connected {
  readonly name: string;
  readonly ok: boolean;
  readonly sentence: string;
  /** Whose workspace it is; left out of what all organisations lean on. */
  readonly tenant?: string | null;
}

const SIMULATOR: Connected = { name: 'Simulator', ok: true, sentence: 'On, at /try. Nobody outside sees it.' };

/** What the program leans on, as it is now: the database, the queue, the platforms and the policy. */
export function createConnections(parts: {
  store: Store;
  queue: Queue;
  policy: LivePolicy;
  platforms: readonly Platform[];
  /** How it stands with each workspace in Slack, and with the app in Teams. Never rejects. */
  outside: () => Promise<readonly Connection[]>;
  log: Log;
}): () => Promise<Connected[]> {
  const { store, queue, policy, platforms, outside, log } = parts;
  const answers = async (name: string, check: () => Promise<void>, well: string, ill: string): Promise<Connected> => {
    try {
      await check();
      return { name, ok: true, sentence: well };
    } catch (error) {
      log.warn('connection.failed', { kind: name, error });
      return { name, ok: false, sentence: ill };
    }
  };
  return async () => {
    const refused = policy.refused();
    const { name, version } = policy.engine().policy;
    const kind =
      store.kind === 'postgresql'
        ? 'PostgreSQL answers.'
        : 'The embedded database answers: for one process, and for a trial.';
    return [
      await answers(
        'Database',
        () => store.check(),
        kind,
        'The database does not answer. Check DATABASE_URL, and that it runs.',
      ),
      await answers(
        'Queue',
        () => queue.check(),
        'Jobs are taken up.',
        'The queue’s tables (schema pgboss) can’t be read. Check that the user of DATABASE_URL may; a new start sets up what is missing.',
      ),
      ...(await outside()).map(({ platform, name, ok, sentence, tenant }) => ({
        name: platform === 'slack' && name !== 'Slack' ? `Slack: ${name}` : name,
        ok,
        sentence,
        tenant,
      })),
      ...(platforms.includes('simulator') ? [SIMULATOR] : []),
      refused === undefined
        ? { name: `Policy ${name}`, ok: true, sentence: `Version ${version} is in force.` }
        : {
            name: `Policy ${name}`,
            ok: false,
            sentence: `An edit was refused, so version ${version} goes on. ${refused}`,
          },
    ];
  };
}
