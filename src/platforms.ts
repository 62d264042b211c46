import type { Express, Response } from 'express';
import { createSimulator } from './adapters/simulator/adapter.ts';
import { CALLBACK, createSlackAdapter, INSTALL, type Outcome } from './adapters/slack/adapter.ts';
import type { OwnDesk } from './adapters/slack/home/own.ts';
import type { ChatAdapter, Inbound, Platform } from './chat.ts';
import type { Config } from './config.ts';
import type { Dashboard } from './dashboard/dashboard.ts';
import type { Render } from './dashboard/layout.ts';
import type { House } from './house.ts';
import { announcement } from './nudges/checked.ts';
import { createSeal } from './seal.ts';
import { setTeam, teamOf } from './store/channel-teams.ts';
import type { Db } from './store/database.ts';
import { incidentOf } from './store/incident-of.ts';
import { mine } from './store/mine.ts';
import { countGuests, languageOf } from './store/people.ts';
import { openSlackChannelChanges } from './store/slack-channel-changes.ts';
import { openSlackInstallStates } from './store/slack-install-states.ts';
import { openSlackInstalls } from './store/slack-installs.ts';
import { openSlackReading } from './store/slack-reading.ts';
import { inSnapshot } from './store/snapshot.ts';
import { openSubscriptions } from './store/subscriptions.ts';

interface Parts {
  readonly config: Config;
  readonly house: House;
  readonly inbound: Inbound;
  /** What people see of themselves in Slack. */
  readonly own: OwnDesk;
  readonly dashboard: Dashboard;
  /** Filled with those that are on. */
  readonly adapters: Map<Platform, ChatAdapter>;
}

/** Those that the settings turn on. */
export function platformsOf(config: Config): Platform[] {
  return [
    ...(config.slack ? (['slack'] as const) : []),
    ...(config.teams ? (['teams'] as const) : []),
    ...(config.simulator ? (['simulator'] as const) : []),
  ];
}

/** Makes the adapters that are on and mounts their routes, before any page. None says or reads anything before it is started. */
export async function mountPlatforms(app: Express, { config, house, inbound, own, dashboard, adapters }: Parts) {
  const { db, engine, log } = house;
  const slack =
    config.slack &&
    createSlackAdapter({
      config: config.slack,
      installing: installingSlack(config, db, dashboard.render),
      inbound,
      readingStore: openSlackReading(db),
      channelChanges: openSlackChannelChanges(db),
      languageOf: (tenant, person) => languageOf(db, { tenant, platform: 'slack', user: person }),
      careTeam: () => engine().policy.careTeamMembers,
      guestsAmong: (among) => countGuests(db, { platform: 'slack', ...among }),
      own,
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
      languageOf: (tenant, person) => languageOf(db, { tenant, platform: 'teams', user: person }),
      ...keptOfTeams(db, config.teams.tenant),
      tips: () => engine().policy.teamsTips,
      ownPage: config.signIn ? `${config.publicUrl}/me` : null,
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
      announcement: () => announcement(engine().policy.wording.en, 'channel'),
      render: dashboard.render,
      log,
    });
  if (simulator) {
    adapters.set('simulator', simulator);
    app.use('/try', dashboard.gate('GET /try'));
    app.use(simulator.routes());
  }
  return { slack, teams, simulator };
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
      inSnapshot(db, (trx) =>
        mine(trx, { tenant, platform: 'teams', user: person }, new Date(Date.now() - OWN_FIGURES_MS)),
      ),
  };
}
