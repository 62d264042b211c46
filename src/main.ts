import type { AddressInfo } from 'node:net';
import express, { type Response } from 'express';
import { createSimulator } from './adapters/simulator/adapter.ts';
import { CALLBACK, createSlackAdapter, INSTALL, type Outcome } from './adapters/slack/adapter.ts';
import { createAnnounce } from './announce.ts';
import { createAnswers } from './answers.ts';
import type { ChatAdapter, Inbound, Platform } from './chat.ts';
import { createCheck } from './check.ts';
import { type Config, DEFAULT_QUIZZES } from './config.ts';
import { createConnections } from './connections.ts';
import { createDashboard } from './dashboard/dashboard.ts';
import type { Render } from './dashboard/layout.ts';
import { startColleagues } from './directory/colleagues.ts';
import { createStaff } from './directory/staff.ts';
import { startDirectories } from './directory/start.ts';
import { countStates, healthRoutes, metricsRoutes } from './health.ts';
import type { House } from './house.ts';
import { createLanguage } from './language.ts';
import { close, listen } from './listen.ts';
import { type LivePolicy, watchPolicy } from './live-policy.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { deliver } from './nudges/deliver.ts';
import { remind } from './nudges/remind.ts';
import { pictureRoutes } from './pictures.ts';
import { mayBeKept, mayBeTaught } from './policy/index.ts';
import type { Language } from './policy/types.ts';
import { previews } from './previews.ts';
import { createQuizAnswers } from './quizzes/answer.ts';
import { ask } from './quizzes/ask.ts';
import { createDecks } from './quizzes/decks.ts';
import type { Desk } from './quizzes/desk.ts';
import { loadBank } from './quizzes/load.ts';
import { startQuizzes } from './quizzes/start.ts';
import { createSurveyAnswers } from './quizzes/survey-answer.ts';
import { createRefresherAnswers } from './refreshers/answer.ts';
import type { RefresherDesk } from './refreshers/desk.ts';
import { createRefresherInChat } from './refreshers/in-chat.ts';
import { send } from './refreshers/send.ts';
import { startRefreshers } from './refreshers/start.ts';
import type { ReportingDesk } from './reporting/desk.ts';
import { tellManager } from './reporting/report.ts';
import { startReporting } from './reporting/start.ts';
import { createReports } from './reports.ts';
import { createSeal } from './seal.ts';
import { startActivity } from './store/activity.ts';
import { startChannelRules } from './store/channel-rules.ts';
import { setTeam, teamOf } from './store/channel-teams.ts';
import { startCounts } from './store/counts.ts';
import { type Db, openDatabase } from './store/database.ts';
import { incidentOf } from './store/incident-of.ts';
import { migrate } from './store/migrate.ts';
import { mine } from './store/mine.ts';
import { makeMonths } from './store/months.ts';
import { languageOf } from './store/people.ts';
import { openQueue } from './store/queue.ts';
import { SESSION_LIMIT } from './store/sessions.ts';
import { openSlackInstallStates } from './store/slack-install-states.ts';
import { openSlackInstalls } from './store/slack-installs.ts';
import { openSubscriptions } from './store/subscriptions.ts';
import { createSurveyTally } from './store/survey-tally.ts';
import { isTrainer } from './store/trainers.ts';
import { startThreads } from './threads.ts';
import { createWatch } from './watch.ts';
import { createWishes } from './wishes.ts';

export interface Running {
  /** Where it listens. */
  readonly url: string;
  readonly platforms: readonly Platform[];
  readonly database: string;
  readonly policy: { readonly name: string; readonly version: string };
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
    const onAnswer = answersBy({
      quiz: createQuizAnswers(desk),
      survey: createSurveyAnswers(desk, tally),
      refresher: createRefresherAnswers(refresherDesk),
      notice: createAnswers(house),
    });
    const inbound: Inbound = {
      onMessage: createWatch(house),
      onAnswer,
      onCheck: createCheck(house),
      onReport: createReports(house),
      onJoined: createAnnounce(house, adapters),
      onLanguage: createLanguage(house),
      onWish: createWishes(desk, { ownPage: config.signIn ? `${config.publicUrl}/me` : null }),
      onRefresher: createRefresherInChat(refresherDesk, (key) =>
        isTrainer(store.db, key, new Date(Date.now() - SESSION_LIMIT)),
      ),
      onStaff: createStaff(house, config.teamPrefix),
    };
    const platforms = platformsOf(config);
    const dashboard = createDashboard({
      db: store.db,
      config,
      platforms,
      onCheck: inbound.onCheck,
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
        slack: async () => (await slack?.connections()) ?? [],
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
        () => ({ ...(slack ? { slack: countStates(slack.knownConnections()) } : {}) }),
        log,
      ),
    );
    app.use(metricsRoutes(metrics, config.metricsToken, dashboard.gate('GET /metrics')));
    app.use(pictureRoutes(store.db, log));
    const slack =
      config.slack &&
      createSlackAdapter({
        config: config.slack,
        installing: installingSlack(config, store.db, dashboard.render),
        inbound,
        languageOf: (tenant, person) => languageOf(store.db, { tenant, platform: 'slack', user: person }),
        careTeam: () => policy.engine().policy.careTeamMembers,
        log,
      });
    if (slack) {
      await slack.ready();
      adapters.set('slack', slack);
      for (const path of [INSTALL, CALLBACK] as const) app.get(path, ...dashboard.gate(`GET ${path}`));
      app.use(slack.routes());
    }
    const teams =
      config.teams &&
      // Loaded where it is on: botbuilder is large, and others start sooner without.
      (await import('./adapters/teams/teams.ts')).createTeams({
        config: config.teams,
        publicUrl: config.publicUrl,
        inbound,
        rules: { careTeam: () => engine().policy.careTeamMembers, excludes: (channel) => engine().excludes(channel) },
        languageOf: (tenant, person) => languageOf(store.db, { tenant, platform: 'teams', user: person }),
        ...keptOfTeams(store.db, config.teams.tenant),
        tips: () => engine().policy.teamsTips,
        kindName: (category, language) => engine().policy.wording[language].kinds[category].alone,
        log,
      });
    if (teams) {
      adapters.set('teams', teams);
      app.use(teams.routes());
    }
    const simulator =
      config.simulator &&
      createSimulator({
        inbound,
        announcement: () => engine().policy.wording.en.announcement,
        render: dashboard.render,
        log,
      });
    if (simulator) {
      adapters.set('simulator', simulator);
      app.use('/try', dashboard.gate('GET /try'));
      app.use(simulator.routes());
    }
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
    stops.push(() => {
      if (simulator) simulator.stop();
      return close(server);
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
    return { url: `http://${host}:${port}`, platforms, database: store.kind, policy: policy.engine().policy, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A button says by the start of its action what it belongs to; those of notices have none. */
function answersBy(take: Record<'quiz' | 'survey' | 'refresher' | 'notice', Inbound['onAnswer']>): Inbound['onAnswer'] {
  return (answer) => {
    const [of] = answer.action.split(':');
    return take[of === 'quiz' || of === 'survey' || of === 'refresher' ? of : 'notice'](answer);
  };
}

function troubleOf(policy: LivePolicy): string | undefined {
  const refused = policy.refused();
  return refused && `The policy was edited and refused, so the last good one goes on. ${refused}`;
}

/** What the Slack adapter has of the database where the app is installed by OAuth, and what is shown of it. */
function installingSlack({ slack, publicUrl, encryptionKeys }: Config, db: Db, render: Render) {
  if (!slack?.oauth) return undefined;
  return {
    publicUrl,
    store: openSlackInstalls(db, createSeal(encryptionKeys)),
    states: openSlackInstallStates(db, slack.oauth.clientId),
    show: (res: Response, outcome: Outcome) =>
      render(res.status(outcome.installed ? 200 : 400), 'adapters/slack/installed.njk', { outcome }),
  };
}

/** As far back as people see what is kept of themselves. */
const OWN_FIGURES_MS = 90 * 86_400_000;

/** What the Teams adapter has of the database. */
function keptOfTeams(db: Db, tenant: string) {
  return {
    incidentOf: (channel: string, message: string) => incidentOf(db, { tenant, platform: 'teams', channel, message }),
    store: {
      ...openSubscriptions(db, tenant),
      setTeam: (channel: string, team: string) => setTeam(db, { tenant, channel, team }),
      teamOf: (channel: string) => teamOf(db, tenant, channel),
    },
    figures: (person: string) =>
      mine(db, { tenant, platform: 'teams', user: person }, new Date(Date.now() - OWN_FIGURES_MS)),
  };
}

function platformsOf(config: Config): Platform[] {
  return [
    ...(config.slack ? (['slack'] as const) : []),
    ...(config.teams ? (['teams'] as const) : []),
    ...(config.simulator ? (['simulator'] as const) : []),
  ];
}
