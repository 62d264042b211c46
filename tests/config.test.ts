import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const faultsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
};

describe('readConfig', () => {
  test('nothing set: the embedded database, the simulator, this machine only', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      dataDir: './data',
      databaseUrl: undefined,
      simulator: true,
      slack: undefined,
      teams: undefined,
      signIn: undefined,
    });
  });

  test('an empty setting is one that is not set', () => {
    expect(readConfig({ PORT: '', SLACK_BOT_TOKEN: ' ' })).toMatchObject({ port: 3000, slack: undefined });
  });

  test.each([
    [{ PORT: '70000' }, ['PORT must be a number from 0 to 65535.']],
    [{ PORT: 'three' }, ['PORT must be a number from 0 to 65535.']],
    [
      { DATABASE_URL: 'mysql://db' },
      ['DATABASE_URL must be an address that starts with postgres:// or postgresql://.'],
    ],
    [{ LOG_LEVEL: 'loud' }, ['LOG_LEVEL must be one of trace, debug, info, warn, error, silent.']],
    [{ SIMULATOR: 'yes' }, ['SIMULATOR must be on or off.']],
    [
      { SLACK_BOT_TOKEN: 'xoxp-1', SLACK_SIGNING_SECRET: 's' },
      ['SLACK_BOT_TOKEN must be a bot token, which starts with xoxb-.'],
    ],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      ['Slack needs SLACK_SIGNING_SECRET, or SLACK_APP_TOKEN for Socket Mode: both are missing.'],
    ],
    [
      { SLACK_SIGNING_SECRET: 's' },
      ['Slack needs SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: they are missing.'],
    ],
    [
      { SLACK_CLIENT_ID: '1.2', SLACK_SIGNING_SECRET: 's' },
      [
        'Installing Slack by OAuth needs SLACK_CLIENT_ID and SLACK_CLIENT_SECRET together: SLACK_CLIENT_SECRET is missing.',
      ],
    ],
    [
      { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'c', SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' },
      [
        'Slack needs SLACK_BOT_TOKEN (one workspace), or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET (installing by OAuth), and not both.',
        'ENCRYPTION_KEY must be set for installing Slack by OAuth: tokens are kept in the database under it.',
        'PUBLIC_URL must be set for installing Slack by OAuth: it is where Slack sends people back to.',
      ],
    ],
    [
      { SLACK_APP_TOKEN: 'xoxb-1', SLACK_BOT_TOKEN: 'xoxb-1' },
      ['SLACK_APP_TOKEN must be an app-level token, which starts with xapp-.'],
    ],
    [
      { ENCRYPTION_KEY: 'c2hvcnQ=' },
      [
        'ENCRYPTION_KEY must be 32 random bytes in base64 (openssl rand -base64 32), or several with commas between them.',
      ],
    ],
    [
      { OIDC_ISSUER: 'https://id.example' },
      [
        'Sign-in needs OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET together: OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are missing.',
      ],
    ],
  ])('%o', (env, faults) => {
    expect(faultsOf(env as Record<string, string>)).toEqual(faults);
  });

  test('Slack by OAuth, with a key that is being retired, and by Socket Mode without a signing secret', () => {
    const [first, second] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const oauth = {
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'c',
      SLACK_SIGNING_SECRET: 's',
      PUBLIC_URL: 'https://qw.example',
      ENCRYPTION_KEY: `${first.toString('base64')}, ${second.toString('base64')}`,
    };
    expect(readConfig(oauth)).toMatchObject({
      slack: { oauth: { clientId: '1.2', clientSecret: 'c' }, botToken: undefined },
      encryptionKeys: [first, second],
    });
    expect(readConfig({ SLACK_APP_TOKEN: 'xapp-1', SLACK_BOT_TOKEN: 'xoxb-1' }).slack).toEqual({
      appToken: 'xapp-1',
      botToken: 'xoxb-1',
      oauth: undefined,
      signingSecret: undefined,
      apiUrl: undefined,
    });
  });

  test('tells every fault at once', () => {
    expect(faultsOf({ PORT: '-1', LOG_LEVEL: 'loud', PUBLIC_URL: 'ftp://x' })).toHaveLength(3);
  });

  test('refuses an address that others can reach without sign-in', () => {
    expect(faultsOf({ HOST: '0.0.0.0' })).toEqual([expect.stringMatching(/^HOST is 0\.0\.0\.0, .*OIDC_ISSUER/)]);
    const signIn = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' };
    expect(faultsOf({ HOST: '0.0.0.0', ...signIn })).toEqual([expect.stringMatching(/^PUBLIC_URL/)]);
    expect(faultsOf({ HOST: '0.0.0.0', ...signIn, PUBLIC_URL: 'https://qw.example/' })).toEqual([]);
    for (const HOST of ['127.0.0.1', 'localhost', '::1']) expect(faultsOf({ HOST })).toEqual([]);
  });

  test('the simulator is off in production and beside Slack, unless asked for', () => {
    const slack = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' };
    expect(readConfig({ NODE_ENV: 'production' }).simulator).toBe(false);
    expect(readConfig(slack).simulator).toBe(false);
    expect(readConfig({ NODE_ENV: 'production', SIMULATOR: 'on' }).simulator).toBe(true);
    expect(readConfig({ SIMULATOR: 'off' }).simulator).toBe(false);
  });
});

describe('Teams', () => {
  const APP = { TEAMS_APP_ID: '8F2C1B7E-4A7D-4C5E-9B1A-2F6D3E8C0A11', TEAMS_TENANT_ID: idOf(2) };
  const folder = mkdtempSync(join(tmpdir(), 'quietword-config-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const pem = join(folder, 'app.pem');
  writeFileSync(pem, '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n');
  const GRAPH = { GRAPH_CERTIFICATE_FILE: pem, GRAPH_KEY_FILE: pem, GRAPH_CLIENT_STATE: 'sixteen-characters' };

  test('a secret: the public cloud, by RSC, without targeted messages', () => {
    expect(readConfig({ ...APP, TEAMS_APP_PASSWORD: 'secret' })).toMatchObject({
      simulator: false,
      teams: {
        appId: '8f2c1b7e-4a7d-4c5e-9b1a-2f6d3e8c0a11',
        credential: { kind: 'secret', secret: 'secret' },
        targeted: false,
        reading: 'rsc',
        notifications: null,
        graphUrl: 'https://graph.microsoft.com/',
        loginUrl: 'https://login.microsoftonline.com/',
        serviceUrl: 'https://smba.trafficmanager.net/teams/',
      },
    });
  });

  test('the directory is read only where that is asked for', () => {
    const teams = { ...APP, TEAMS_APP_PASSWORD: 'secret' };
    expect(readConfig(teams).teams?.directory).toBe(null);
    expect(readConfig({ ...teams, TEAMS_DIRECTORY: 'on', TEAM_PREFIX: 'ward' })).toMatchObject({
      teamPrefix: 'ward',
      teams: { directory: { prefix: 'ward' } },
    });
    expect(faultsOf({ ...teams, TEAMS_DIRECTORY: 'yes' })).toEqual(['TEAMS_DIRECTORY must be on or off.']);
  });

  test('a certificate, its key beside it or in it; a managed identity', () => {
    const certificate = { ...APP, TEAMS_CERTIFICATE_FILE: pem };
    expect(readConfig(certificate).teams?.credential).toMatchObject({
      kind: 'certificate',
      key: expect.stringContaining('BEGIN'),
    });
    expect(faultsOf({ ...certificate, TEAMS_CERTIFICATE_KEY_FILE: join(folder, 'none.pem') })).toEqual([
      "TEAMS_CERTIFICATE_KEY_FILE can't be read (ENOENT).",
    ]);
    expect(faultsOf({ ...certificate, TEAMS_CERTIFICATE_FILE: import.meta.filename })).toEqual([
      'TEAMS_CERTIFICATE_FILE must be a PEM file, which has a line that starts with -----BEGIN.',
    ]);
    expect(readConfig({ ...APP, TEAMS_MANAGED_IDENTITY: 'on' }).teams?.credential).toEqual({
      kind: 'managed-identity',
    });
  });

  test('a certificate that is also a password is one too many, and none is one too few', () => {
    const one = [
      'Teams needs one of TEAMS_APP_PASSWORD, TEAMS_CERTIFICATE_FILE and TEAMS_MANAGED_IDENTITY=on, and no other of them.',
    ];
    expect(faultsOf(APP)).toEqual(one);
    expect(faultsOf({ ...APP, TEAMS_APP_PASSWORD: 'secret', TEAMS_MANAGED_IDENTITY: 'on' })).toEqual(one);
  });

  test('ids are ids, and the tenant is named', () => {
    expect(faultsOf({ TEAMS_APP_ID: 'quietword' })).toEqual([
      'TEAMS_APP_ID must be an id such as 8f2c1b7e-4a7d-4c5e-9b1a-2f6d3e8c0a11.',
    ]);
    expect(faultsOf({ TEAMS_APP_ID: idOf(1) })).toEqual([
      'Teams needs TEAMS_APP_ID and TEAMS_TENANT_ID together: TEAMS_TENANT_ID is missing.',
    ]);
  });

  test('reading through Graph needs a certificate, a word of ours and an address that Microsoft reaches', () => {
    const reading = { ...APP, TEAMS_APP_PASSWORD: 'secret', TEAMS_READING: 'both' };
    expect(faultsOf(reading)).toEqual([expect.stringMatching(/^Reading through Graph needs .* are missing\.$/)]);
    expect(faultsOf({ ...reading, ...GRAPH })).toEqual([
      expect.stringMatching(/^PUBLIC_URL must be set and start with https/),
    ]);
    expect(readConfig({ ...reading, ...GRAPH, PUBLIC_URL: 'https://qw.example' }).teams).toMatchObject({
      reading: 'both',
      notifications: { clientState: 'sixteen-characters' },
    });
    expect(faultsOf({ ...reading, TEAMS_READING: 'all' })).toEqual(['TEAMS_READING must be rsc, graph or both.']);
  });
});

function idOf(digit: number): string {
  return `00000000-0000-4000-8000-00000000000${digit}`;
}
