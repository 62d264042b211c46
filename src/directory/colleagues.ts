import type { Log } from '../log.ts';
import { namesOfStaff } from '../policy/index.ts';
import { namesChangedAt, staffNames } from '../store/colleagues.ts';
import type { Db } from '../store/database.ts';

const LOOK_EVERY_MS = 30_000;
const NOBODY: ReadonlySet<string> = new Set();

/** The names of each organisation's staff, in memory, so that judging asks nobody: who bears one is a colleague, unless the message says otherwise. */
export interface Colleagues {
  of(tenant: string): ReadonlySet<string>;
  /** Reads again the names of organisations in which one came, changed or went. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

export function startColleagues(db: Db, log: Log, now: () => Date = () => new Date()): Colleagues {
  const known = new Map<string, { readonly at: number; readonly names: ReadonlySet<string> }>();

  const look = async (): Promise<void> => {
    for (const [tenant, at] of await namesChangedAt(db)) {
      if (known.get(tenant)?.at === at) continue;
      const names = new Set<string>();
      for await (const page of staffNames(db, tenant, now()))
        for (const name of page) for (const one of namesOfStaff(name)) names.add(one);
      known.set(tenant, { at, names });
      log.debug('directory.names', { tenant, count: names.size });
    }
  };
  const lookSoon = () => look().catch((error: unknown) => log.warn('directory.names-not-read', { error }));

  let inHand: Promise<void> = lookSoon();
  const timer = setInterval(() => {
    inHand = inHand.then(lookSoon);
  }, LOOK_EVERY_MS);
  return {
    of: (tenant) => known.get(tenant)?.names ?? NOBODY,
    look,
    async stop() {
      clearInterval(timer);
      await inHand;
    },
  };
}
