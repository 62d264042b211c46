import { z } from 'zod';
import { folder, together } from './setting.ts';

/** Slack for one workspace by its bot token, or for all that install the app by OAuth: one of `botToken` and `oauth`. */
export interface SlackConfig {
  readonly botToken?: string | undefined;
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** What Slack sends over HTTP is signed with it; undefined: nothing is taken over HTTP. */
  readonly signingSecret?: string | undefined;
  /** Turns Socket Mode on. One of this and the signing secret is there. */
  readonly appToken?: string | undefined;
  /** Another Web API than slack.com's, ending in a slash. */
  readonly apiUrl?: string | undefined;
}

const KEY_BYTES = 32;

/** Base64 of 32 bytes each, with commas between them. */
const keys = z
  .string()
  .transform((text) => text.split(',').map((one) => Buffer.from(one.trim(), 'base64')))
  .refine((list) => list.every((key) => key.length === KEY_BYTES), {
    error: 'must be 32 random bytes in base64 (openssl rand -base64 32), or several with commas between them',
  });

export const slackSettings = z.object({
  SLACK_SIGNING_SECRET: z.string().optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'must be a bot token, which starts with xoxb-').optional(),
  SLACK_CLIENT_ID: z.string().optional(),
  SLACK_CLIENT_SECRET: z.string().optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'must be an app-level token, which starts with xapp-').optional(),
  SLACK_API_URL: folder.optional(),
  ENCRYPTION_KEY: keys.optional(),
});

type Given = z.infer<typeof slackSettings> & { readonly PUBLIC_URL?: string | undefined };

/** Adds to `faults`, a sentence each. */
export function readSlack(s: Given, faults: string[]): SlackConfig | undefined {
  const oauth =
    s.SLACK_CLIENT_ID && s.SLACK_CLIENT_SECRET
      ? { clientId: s.SLACK_CLIENT_ID, clientSecret: s.SLACK_CLIENT_SECRET }
      : undefined;
  faults.push(...together(s, ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'], 'Installing Slack by OAuth'));
  if (!oauth && !s.SLACK_BOT_TOKEN) {
    if (s.SLACK_CLIENT_ID || s.SLACK_CLIENT_SECRET) return undefined; // said above
    if (s.SLACK_SIGNING_SECRET || s.SLACK_APP_TOKEN) {
      faults.push('Slack needs SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: they are missing.');
    }
    return undefined;
  }
  if (oauth && s.SLACK_BOT_TOKEN) {
    faults.push(
      'Slack needs SLACK_BOT_TOKEN (one workspace), or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (installing by OAuth), and not both.',
    );
  }
  if (!s.SLACK_SIGNING_SECRET && !s.SLACK_APP_TOKEN) {
    faults.push('Slack needs SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode: both are missing.');
  }
  if (oauth && !s.ENCRYPTION_KEY) {
    faults.push('ENCRYPTION_KEY must be set for installing Slack by OAuth: tokens are kept in the database under it.');
  }
  if (oauth && !s.PUBLIC_URL) {
    faults.push('PUBLIC_URL must be set for installing Slack by OAuth: it is where Slack sends people back to.');
  }
  return {
    botToken: s.SLACK_BOT_TOKEN,
    oauth,
    signingSecret: s.SLACK_SIGNING_SECRET,
    appToken: s.SLACK_APP_TOKEN,
    apiUrl: s.SLACK_API_URL,
  };
}
