import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { days, switched, url } from './setting.ts';
import { readSignIn, type SignInConfig, signInSettings } from './sign-in-settings.ts';
import { readSlack, type SlackConfig, slackSettings } from './slack-settings.ts';
import { readTeams, type TeamsConfig, teamsSettings } from './teams-settings.ts';

export type { SignInConfig } from './sign-in-settings.ts';
export type { SlackConfig } from './slack-settings.ts';
export type { TeamsConfig } from './teams-settings.ts';

/** The only reader of the environment. Settings are listed in README.md and `.env.example`. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where people reach the dashboard, without a trailing slash. */
  readonly publicUrl: string;
  readonly production: boolean;
  /** PostgreSQL; undefined: the embedded PGlite in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  readonly policyFile: string;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly metricsToken: string | undefined;
  readonly slack: SlackConfig | undefined;
  /** Secrets in the database are closed with the first and opened with any; empty where none are kept. */
  readonly encryptionKeys: readonly Uint8Array[];
  readonly teams: TeamsConfig | undefined;
  readonly simulator: boolean;
  /** Of Slack's user groups and Entra's groups, those whose names begin so make a team. */
  readonly teamPrefix: string;
  readonly signIn: SignInConfig | undefined;
  /** How long things are kept, in days. */
  readonly keep: { readonly events: number; readonly rollUps: number };
}

/** Every fault of the settings at once, a sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** The policy and the questions that come with the program, wherever it is started from. */
export const DEFAULT_POLICY = join(import.meta.dirname, '../policies/nhs-england.yaml');
export const DEFAULT_QUIZZES = join(import.meta.dirname, '../quizzes');

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const settings = z.object({
  NODE_ENV: z.string().optional(),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be a host name or an IP address')
    .default('127.0.0.1'),
  PORT: z.coerce
    .number({ error: 'must be a number from 0 to 65535' })
    .int('must be a number from 0 to 65535')
    .min(0, 'must be a number from 0 to 65535')
    .max(65535, 'must be a number from 0 to 65535')
    .default(3000),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  DATA_DIR: z.string().default('./data'),
  POLICY_FILE: z.string().default(DEFAULT_POLICY),
  LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  ...slackSettings.shape,
  ...teamsSettings.shape,
  SIMULATOR: switched.optional(),
  ...signInSettings.shape,
  RETENTION_EVENTS_DAYS: days(45, 730).default(90),
  RETENTION_ROLLUPS_DAYS: days(400, 3660).default(1096),
});

/** The names of all settings. */
export const SETTINGS: readonly string[] = Object.keys(settings.shape);

/** Reads `.env` of the current folder, if there is one, and the environment, which wins. Throws `ConfigError`. */
export function loadConfig(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env);
}

/** Throws `ConfigError`. An empty setting counts as not set. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}.`));
  }
  const s = parsed.data;
  const production = s.NODE_ENV === 'production';
  const faults: string[] = [];
  const signIn = readSignIn(s, faults);
  if (!LOOPBACK.has(s.HOST) && !signIn) {
    faults.push(
      `HOST is ${s.HOST}, which others can reach, so the dashboard needs sign-in: set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET, or leave HOST at 127.0.0.1.`,
    );
  }
  if (signIn && !s.PUBLIC_URL)
    faults.push('PUBLIC_URL must be set for sign-in: it is where the identity provider sends people back to.');
  const slack = readSlack(s, faults);
  const teams = readTeams(s, faults);
  if (faults.length > 0) throw new ConfigError(faults);

  return {
    host: s.HOST,
    port: s.PORT,
    publicUrl: (s.PUBLIC_URL ?? `http://${s.HOST.includes(':') ? `[${s.HOST}]` : s.HOST}:${s.PORT}`).replace(
      /\/+$/,
      '',
    ),
    production,
    databaseUrl: s.DATABASE_URL,
    dataDir: s.DATA_DIR,
    policyFile: s.POLICY_FILE,
    logLevel: s.LOG_LEVEL,
    metricsToken: s.METRICS_TOKEN,
    slack,
    encryptionKeys: s.ENCRYPTION_KEY ?? [],
    teams,
    teamPrefix: s.TEAM_PREFIX,
    simulator: s.SIMULATOR ? s.SIMULATOR === 'on' : !production && !slack && !teams,
    signIn,
    keep: { events: s.RETENTION_EVENTS_DAYS, rollUps: s.RETENTION_ROLLUPS_DAYS },
  };
}
