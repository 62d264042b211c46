/** One process of `broadcast.ts`: it has the queue and what sends refreshers, at the pace for Teams by a clock that skips what nobody waits for. */
import { createPace } from '../src/adapters/teams/pace.ts';
import { createPost } from '../src/adapters/teams/post.ts';
import type { ChatAdapter, Receipt } from '../src/chat.ts';
import { DEFAULT_QUIZZES } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { createEngine, loadPolicy } from '../src/policy/index.ts';
import { createDecks } from '../src/quizzes/decks.ts';
import { loadBank } from '../src/quizzes/load.ts';
import type { RefresherDesk } from '../src/refreshers/desk.ts';
import { sendRefreshers } from '../src/refreshers/hand-out.ts';
import { send } from '../src/refreshers/send.ts';
import { openDatabase } from '../src/store/database.ts';
import { openQueue } from '../src/store/queue.ts';
import { POLICY } from './messages.ts';

const [databaseUrl = '', platform = '', shift = '0'] = process.argv.slice(2);

const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
let skipped = 0;
const clock = {
  now: () => Date.now() + skipped,
  sleep: (ms: number) =>
    new Promise<void>((wake) => {
      sleepers.push({ until: clock.now() + ms, wake });
      setImmediate(skip);
    }),
};
/** To where the next one wakes. */
function skip(): void {
  sleepers.sort((one, other) => one.until - other.until);
  const next = sleepers.shift();
  if (!next) return;
  skipped += Math.max(0, next.until - clock.now());
  next.wake();
}

const post = createPost(async (_method, _path, body) => {
  const response = await fetch(platform, { method: 'POST', body: JSON.stringify({ ...body, at: clock.now() }) });
  return { status: response.status, retryAfter: null, body: await response.json() };
}, createPace(clock));

const adapter: ChatAdapter = {
  platform: 'teams',
  routes: () => {
    throw new Error('Nothing is received here.');
  },
  async sendPrivately({ person }): Promise<Receipt> {
    const letter = { method: 'POST', path: '', thread: person, alone: true, repeatable: false } as const;
    const answer = await post({ ...letter, body: { person } });
    return answer.status === 'taken' ? { status: 'accepted', via: 'chat', ref: null } : answer;
  },
  announce: async () => ({ status: 'unreachable', reason: 'bench' }),
  change: async () => false,
  directories: async () => [],
};

const log = createLog('error');
const store = await openDatabase({ databaseUrl }, log);
const queue = await openQueue(store, log);
const engine = createEngine(loadPolicy(POLICY));
const desk: RefresherDesk = {
  db: store.db,
  queue,
  engine: () => engine,
  decks: createDecks(loadBank(DEFAULT_QUIZZES), store.db, log),
  adapters: new Map([['teams', adapter]]),
  publicUrl: 'https://quietword.test',
  mayBeKept: () => true,
  log,
  now: () => new Date(Date.now() + Number(shift)),
};
await queue.work({
  notice: async () => {},
  followUp: async () => {},
  quiz: async () => {},
  report: async () => {},
  refresher: (job, lastTry) => send(desk, job, lastTry),
});
for (;;) {
  await sendRefreshers(desk);
  await new Promise((resolve) => setTimeout(resolve, 250));
}
