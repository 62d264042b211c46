import type { Config } from './config.ts';
import type { Running } from './main.ts';

/** What is on and which addresses to open, for whoever started the program. */
export function greeting(version: string, config: Config, running: Running): string {
  const base = config.signIn ? config.publicUrl : running.url;
  const simulator = running.platforms.includes('simulator');
  const rows: [string, string][] = [
    ...(simulator ? [['Try it', `${base}/try`] as [string, string]] : []),
    ['Dashboard', `${base}/`],
    [
      'Slack',
      config.slack ? slackRow(config.slack, base) : 'off (SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN turn it on)',
    ],
    [
      'Teams',
      config.teams ? `on, messages at ${base}/api/messages` : 'off (TEAMS_APP_ID and TEAMS_TENANT_ID turn it on)',
    ],
    ['Simulator', simulator ? 'on' : 'off (SIMULATOR=on turns it on)'],
    ['Sign-in', config.signIn ? `on, by ${config.signIn.issuer}` : 'off: pages open on this computer only'],
    ['Database', running.database === 'postgresql' ? 'PostgreSQL' : `embedded, in ${config.dataDir}`],
    ['Policy', `${running.policy.name}, version ${running.policy.version}`],
  ];
  const lines = rows.map(([what, how]) => `  ${what.padEnd(11)}${how}\n`).join('');
  const troubles = running.troubles.map((sentence) => `${sentence}\n\n`).join('');
  return `Quietword ${version}\n\n${lines}\n${troubles}`;
}

function slackRow({ oauth, appToken }: NonNullable<Config['slack']>, base: string): string {
  const way = appToken === undefined ? `on, events at ${base}/slack/events` : 'on, by Socket Mode';
  return oauth ? `${way}; install it at ${base}/slack/install` : way;
}
