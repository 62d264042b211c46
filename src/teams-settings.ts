import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { folder, switched, together, web } from './setting.ts';

export interface TeamsConfig {
  /** Entra's ids of the app and of the one tenant that it serves, in lower case. */
  readonly appId: string;
  readonly tenant: string;
  /** What the app shows to be who it is. Certificates and keys are PEM. */
  readonly credential:
    | { readonly kind: 'secret'; readonly secret: string }
    | { readonly kind: 'certificate'; readonly certificate: string; readonly key: string }
    | { readonly kind: 'managed-identity' };
  /** Whether the tenant has targeted messages, which one person in a channel sees. */
  readonly targeted: boolean;
  /** By which way messages come: the app's own permissions in a team or chat (RSC), Graph's for the whole tenant, or both. */
  readonly reading: 'rsc' | 'graph' | 'both';
  /** Whether Entra's directory is read, and by what the names of groups begin that make a team; null: it is not read. */
  readonly directory: { readonly prefix: string } | null;
  /** What Graph's notifications are encrypted to, and what shows that one is ours. */
  readonly notifications: { readonly certificate: string; readonly key: string; readonly clientState: string } | null;
  /** These end in a slash. */
  readonly graphUrl: string;
  readonly loginUrl: string;
  /** The connector, before Teams has said which one it is. */
  readonly serviceUrl: string;
  /** Which keys sign what Teams sends. */
  readonly openIdUrl: string;
}

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be an id such as 8f2c1b7e-4a7d-4c5e-9b1a-2f6d3e8c0a11')
  .toLowerCase();

export const teamsSettings = z.object({
  TEAMS_APP_ID: guid.optional(),
  TEAMS_TENANT_ID: guid.optional(),
  TEAMS_APP_PASSWORD: z.string().optional(),
  TEAMS_CERTIFICATE_FILE: z.string().optional(),
  TEAMS_CERTIFICATE_KEY_FILE: z.string().optional(),
  TEAMS_MANAGED_IDENTITY: switched.default('off'),
  TEAMS_TARGETED: switched.default('off'),
  TEAMS_READING: z.enum(['rsc', 'graph', 'both'], { error: 'must be rsc, graph or both' }).default('rsc'),
  TEAMS_DIRECTORY: switched.default('off'),
  TEAMS_SERVICE_URL: folder.default('https://smba.trafficmanager.net/teams/'),
  TEAMS_OPENID_URL: web.default('https://login.botframework.com/v1/.well-known/openidconfiguration'),
  TEAMS_LOGIN_URL: folder.default('https://login.microsoftonline.com/'),
  TEAMS_GRAPH_URL: folder.default('https://graph.microsoft.com/'),
  GRAPH_CERTIFICATE_FILE: z.string().optional(),
  GRAPH_KEY_FILE: z.string().optional(),
  GRAPH_CLIENT_STATE: z
    .string()
    .min(16, 'must have at least 16 characters')
    .max(128, 'must have at most 128 characters')
    .optional(),
  PUBLIC_URL: web.optional(),
  TEAM_PREFIX: z.string().max(100, 'must have at most 100 characters').default(''),
});

/** Adds to `faults`, a sentence each. */
export function readTeams(s: z.infer<typeof teamsSettings>, faults: string[]): TeamsConfig | undefined {
  const pem = (
    setting: 'TEAMS_CERTIFICATE_FILE' | 'TEAMS_CERTIFICATE_KEY_FILE' | 'GRAPH_CERTIFICATE_FILE' | 'GRAPH_KEY_FILE',
  ) => {
    try {
      const text = readFileSync(s[setting] ?? '', 'utf8');
      if (/^-----BEGIN /m.test(text)) return text;
      faults.push(`${setting} must be a PEM file, which has a line that starts with -----BEGIN.`);
    } catch (error) {
      faults.push(`${setting} can't be read (${(error as NodeJS.ErrnoException).code}).`);
    }
    return '';
  };
  const credential = (): TeamsConfig['credential'] => {
    if (s.TEAMS_APP_PASSWORD !== undefined) return { kind: 'secret', secret: s.TEAMS_APP_PASSWORD };
    if (s.TEAMS_CERTIFICATE_FILE === undefined) return { kind: 'managed-identity' };
    const certificate = pem('TEAMS_CERTIFICATE_FILE');
    return {
      kind: 'certificate',
      certificate,
      key: s.TEAMS_CERTIFICATE_KEY_FILE === undefined ? certificate : pem('TEAMS_CERTIFICATE_KEY_FILE'),
    };
  };
  const notifications = (): TeamsConfig['notifications'] => {
    const names = ['GRAPH_CERTIFICATE_FILE', 'GRAPH_KEY_FILE', 'GRAPH_CLIENT_STATE'] as const;
    if (s.TEAMS_READING === 'rsc' && names.every((name) => s[name] === undefined)) return null;
    if (names.some((name) => s[name] === undefined)) {
      faults.push(...together({ ...s, TEAMS_READING: 'set' }, ['TEAMS_READING', ...names], 'Reading through Graph'));
      return null;
    }
    if (!s.PUBLIC_URL?.startsWith('https:')) {
      faults.push(
        'PUBLIC_URL must be set and start with https:// for reading through Graph: Microsoft sends messages there.',
      );
    }
    return {
      certificate: pem('GRAPH_CERTIFICATE_FILE'),
      key: pem('GRAPH_KEY_FILE'),
      clientState: s.GRAPH_CLIENT_STATE ?? '',
    };
  };

  faults.push(...together(s, ['TEAMS_APP_ID', 'TEAMS_TENANT_ID'], 'Teams'));
  if (s.TEAMS_APP_ID === undefined || s.TEAMS_TENANT_ID === undefined) return undefined;
  const credentials = [s.TEAMS_APP_PASSWORD, s.TEAMS_CERTIFICATE_FILE, s.TEAMS_MANAGED_IDENTITY === 'on' || undefined];
  if (credentials.filter((one) => one !== undefined).length !== 1) {
    faults.push(
      'Teams needs one of TEAMS_APP_PASSWORD, TEAMS_CERTIFICATE_FILE and TEAMS_MANAGED_IDENTITY=on, and no other of them.',
    );
  }
  return {
    appId: s.TEAMS_APP_ID,
    tenant: s.TEAMS_TENANT_ID,
    credential: credential(),
    targeted: s.TEAMS_TARGETED === 'on',
    reading: s.TEAMS_READING,
    directory: s.TEAMS_DIRECTORY === 'on' ? { prefix: s.TEAM_PREFIX } : null,
    notifications: notifications(),
    graphUrl: s.TEAMS_GRAPH_URL,
    loginUrl: s.TEAMS_LOGIN_URL,
    serviceUrl: s.TEAMS_SERVICE_URL,
    openIdUrl: s.TEAMS_OPENID_URL,
  };
}
