import type { AddressInfo } from 'node:net';
import express from 'express';
import { createChallenged } from './answers.ts';
import { createOwnDesk } from './app-home.ts';
import type { ChatAdapter, Platform } from './chat.ts';
import { type Config, DEFAULT_QUIZZES } from './config.ts';
import { createConnections } from './connections.ts';
import { createDashboard } from './dashboard/dashboard.ts';
import { startColleagues } from './directory/colleagues.ts';
import { startDirectories } from './directory/start.ts';
import { countStates, healthRoutes, metricsRoutes } from './health.ts';
import type { House } from './house.ts';
import { createInbound } from './inbound.ts';
import { close, listen } from './listen.ts';
import { type LivePolicy, watchPolicy } from './live-policy.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { deliver } from './nudges/deliver.ts';
import { remind } from './nudges/remind.ts';
import { pictureRoutes } from './pictures.ts';
import { mountPlatforms, platformsOf } from './platforms.ts';
import { mayBeKept, mayBeTaught } from './policy/index.ts';
import type { Language } from './policy/types.ts';
import { previews } from './previews.ts';
import { ask } from './quizzes/ask.ts';
import { createDecks } from './quizzes/decks.ts';
import type { Desk } from './quizzes/desk.ts';
import { loadBank } from './quizzes/load.ts';
import { startQuizzes } from './quizzes/start.ts';
import type { RefresherDesk } from './refreshers/desk.ts';
import { send } from './refreshers/send.ts';
import { startRefreshers } from './refreshers/start.ts';
import type { ReportingDesk } from './reporting/desk.ts';
import { tellManager } from './reporting/report.ts';
import { startReporting } from './reporting/start.ts';
import { startActivity } from './store/activity.ts';
import { startChannelRules } from './store/channel-rules.ts';
import { startCounts } from './store/counts.ts';
import { openDatabase } from './store/database.ts';
import { migrate } from './store/migrate.ts';
import { makeMonths } from './store/months.ts';
import { openQueue } from './store/queue.ts';
import { createSurveyTally } from './store/survey-tally.ts';
import { startThreads } from './threads.ts';

export interface Running {
  /** Where it listens. */
  readonly url: string;
  readonly platforms: readonly Platform[];
  readonly database: string;
  readonly policy: { readonly name: string; readonly version: string };
  /** What needs somebody though it started, a sentence each. */
  readonly troubles: readonly string[];
  /** Finishes what is in flight, then closes. */
  stop(): Promise<void>;
}

/** Wires everything and starts it in order; what was started is stopped again where a later step fails. */
export async function start(config: Config, log: Log): Promise<Running> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    const faults: unknown[] = [];
    // A step that fails must not keep the next ones from closing the database and giving up its folder.
    for (const step of stops.splice(0).reverse()) await step().catch((fault) => faults.push(fault));
    if (faults.length > 0) throw faults[0];
  };
  try {
    const policy = watchPolicy(config.policyFile, log);
    stops.push(async () => policy.stop());
    const metrics = createMetrics();

    const store = await openDatabase(config, log);
    stops.push(() => store.close());
    await migrate(store.db);
    await makeMonths(store.db, new Date());
    const queue = await openQueue(store, log);
    stops.push(() => queue.stop());
    const counts = startCounts(store.db, log);
    stops.push(() => counts.stop());
    const activity = startActivity(store.db, log);
    stops.push(() => activity.stop());

    const channels = await startChannelRules(store.db, log);
    stops.push(async () => channels.stop());
    const threads = startThreads();
    stops.push(async () => threads.stop());
    const { engine } = policy;
    const now = () => new Date();
    const names = startColleagues(store.db, log);
    stops.push(() => names.stop());
    const colleagues = names.of;
    const house: House = {
      engine,
      colleagues,
      threads,
      channels,
      db: store.db,
      queue,
      counts,
      activity,
      metrics,
      log,
      now,
    };
    const adapters = new Map<Platform, ChatAdapter>();
    const decks = createDecks(loadBank(DEFAULT_QUIZZES), store.db, log);
    const desk: Desk = { ...house, adapters, decks };
    const tally = createSurveyTally(store.db, log);
    stops.push(() => tally.stop());
    const refresherDesk: RefresherDesk = {
      ...desk,
      publicUrl: config.publicUrl,
      // The engine takes common words of Welsh for names.
      mayBeKept: (words, language) =>
        language === 'cy' ? mayBeTaught(engine(), words, language) : mayBeKept(engine(), words),
    };
    const { titles } = decks.files;
    const reporting: ReportingDesk = {
      ...desk,
      keep: config.keep,
      publicUrl: config.publicUrl,
      topicTitle: (topic, language) =>
        (titles as Readonly<Record<string, Record<Language, string>>>)[topic]?.[language] ?? '',
    };
    const own = createOwnDesk(desk, { ownPage: config.signIn ? `${config.publicUrl}/me` : null });
    const inbound = createInbound({ house, desk, refreshers: refresherDesk, adapters, tally, config });
    const platforms = platformsOf(config);
    const dashboard = createDashboard({
      db: store.db,
      config,
      platforms,
      onCheck: inbound.onCheck,
      onChallenged: createChallenged(house, adapters),
      mayBeKept: refresherDesk.mayBeKept,
      mayBeTaught: (words, language) => mayBeTaught(engine(), words, language),
      decks,
      refreshers: refresherDesk,
      previews,
      engine,
      channels,
      connections: createConnections({
        store,
        queue,
        policy,
        platforms,
        outside: async () => (await Promise.all([slack?.connections() ?? [], teams?.connections() ?? []])).flat(),
        log,
      }),
      jobs: queue.jobs,
      trouble: () => troubleOf(policy),
      log,
    });

    const app = express().disable('x-powered-by');
    app.use(dashboard.headers);
    app.use(
      healthRoutes(
        [
          { name: 'database', check: () => store.check() },
          { name: 'queue', check: () => queue.check() },
        ],
        () => ({
          ...(slack ? { slack: countStates(slack.knownConnections()) } : {}),
          ...(teams ? { teams: countStates(teams.knownConnections()) } : {}),
        }),
        log,
      ),
    );
    app.use(metricsRoutes(metrics, config.metricsToken, dashboard.gate('GET /metrics')));
    app.use(pictureRoutes(store.db, log));
    const { slack, teams, simulator } = await mountPlatforms(app, { config, house, inbound, own, dashboard, adapters });
    app.use(dashboard.router);
    app.use(dashboard.problems);

    const post = { ...house, adapters, onStep: metrics.noticeStep };
    await queue.work({
      notice: (job, lastTry) => deliver(post, job, lastTry),
      followUp: (job) => remind(house, job),
      quiz: (job, lastTry) => ask(desk, job, lastTry),
      refresher: (job, lastTry) => send(refresherDesk, job, lastTry),
      report: (job, lastTry) => tellManager(reporting, job, lastTry),
    });

    const quizzes = startQuizzes(desk);
    stops.push(() => quizzes.stop());
    const refreshers = startRefreshers(refresherDesk);
    stops.push(() => refreshers.stop());
    const jobs = startReporting(reporting);
    stops.push(() => jobs.stop());

    const server = await listen(app, config);
    // Streams to open pages would keep the server from closing.
    stops.push(async () => {
      if (simulator) simulator.stop();
      await close(server);
      await slack?.finish();
    });
    if (teams) {
      stops.push(() => teams.stop());
      teams.start();
    }
    const timeZone = () => engine().policy.nudging['time-zone'];
    const directories = startDirectories({ ...house, timeZone, teamPrefix: config.teamPrefix }, adapters);
    stops.push(() => directories.stop());
    if (slack) {
      stops.push(() => slack.stop());
      await slack.start();
    }
    const { port } = server.address() as AddressInfo;
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    return {
      url: `http://${host}:${port}`,
      platforms,
      database: store.kind,
      policy: policy.engine().policy,
      troubles: (slack?.knownConnections() ?? []).filter(({ ok }) => !ok).map(({ sentence }) => sentence),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function troubleOf(policy: LivePolicy): string | undefined {
  const refused = policy.refused();
  return refused && `The policy was edited and refused, so the last good one goes on. ${refused}`;
}
