import { describe, expect, test } from 'vitest';
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
      ['Slack needs SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN together: SLACK_SIGNING_SECRET is missing.'],
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
