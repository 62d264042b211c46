import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSeal, SealError } from '../../src/seal.ts';
import type { Store } from '../../src/store/database.ts';
import { openSlackInstallStates } from '../../src/store/slack-install-states.ts';
import { type Install, openSlackInstalls, type Renewed } from '../../src/store/slack-installs.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

const NOW = new Date('2026-03-05T09:00:00Z');
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];

const install = (change: Partial<Install> = {}): Install => ({
  tenant: 'T01',
  orgWide: false,
  name: 'Invented Trust',
  url: 'https://trust.slack.com/',
  botUserId: 'U01BOT',
  botId: 'B01BOT',
  scopes: ['chat:write', 'commands'],
  token: 'xoxe.xoxb-one',
  rotation: { refreshToken: 'xoxe-1-one', expiresAt: later(720) },
  ...change,
});

onEachDatabase((make, kind) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await make();
    store = await database.open();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await store.db.deleteFrom('slack_installs').execute();
  });
  const installs = (...keys: Uint8Array[]) => openSlackInstalls(store.db, createSeal(keys.length ? keys : [oldKey]));
  const raw = async () => JSON.stringify((await sql`select t::text from slack_installs t`.execute(store.db)).rows);

  test('what was saved is found, and can be read by nobody without the key', async () => {
    await installs().save(install(), NOW);
    expect(await installs().find('T01')).toEqual(install());
    expect(await installs().find('T02')).toBeUndefined();
    const hidden = ['xoxe.xoxb-one', 'xoxe-1-one'];
    for (const secret of [...hidden, ...hidden.map((one) => Buffer.from(one).toString('hex'))]) {
      expect(await raw()).not.toContain(secret);
    }
    await expect(installs(newKey).find('T01')).rejects.toThrow(SealError);
  });

  test('a new install takes the place of the old one', async () => {
    await installs().save(install(), NOW);
    await installs().save(install({ token: 'xoxb-two', rotation: null, botId: undefined }), later(1));
    expect(await installs().find('T01')).toEqual(install({ token: 'xoxb-two', rotation: null, botId: undefined }));
  });

  test('a token of one workspace can’t be moved to another', async () => {
    await installs().save(install(), NOW);
    await installs().save(install({ tenant: 'T02' }), NOW);
    await sql`update slack_installs set token = (select token from slack_installs where tenant = 'T01') where tenant = 'T02'`.execute(
      store.db,
    );
    await expect(installs().find('T02')).rejects.toThrow(/^The Slack token of T02 was changed/);
  });

  test('the end takes the tokens away, and comes too late for a newer install', async () => {
    await installs().save(install(), NOW);
    expect(await installs().end('T01', 'uninstalled', later(-5))).toBe(false);
    expect(await installs().end('T01', 'uninstalled', later(5))).toBe(true);
    expect(await installs().end('T01', 'revoked', later(6))).toBe(false);
    expect(await installs().find('T01')).toBeUndefined();
    expect(await installs().list()).toEqual([
      { tenant: 'T01', name: 'Invented Trust', ended: 'uninstalled', refused: null },
    ]);
    expect(await installs().dueBefore(later(9_999), NOW)).toEqual([]);
    await installs().save(install(), later(10));
    expect(await installs().find('T01')).toEqual(install());
  });

  test('tokens are closed anew with the new key, and only once', async () => {
    await installs(oldKey).save(install(), NOW);
    await installs(oldKey).save(install({ tenant: 'T02', rotation: null }), NOW);
    expect(await installs(newKey, oldKey).find('T01')).toEqual(install());
    expect(await installs(newKey).reseal()).toEqual(['T01', 'T02']);
    const before = await raw();
    expect(await installs(newKey, oldKey).reseal()).toEqual([]);
    const after = await raw();
    expect(after).not.toBe(before);
    expect(await installs(newKey, oldKey).reseal()).toEqual([]);
    expect(await raw()).toBe(after);
    expect(await installs(newKey).find('T01')).toEqual(install());
    await expect(installs(oldKey).find('T01')).rejects.toThrow(/ENCRYPTION_KEY no longer has/);
  });

  describe('renewal', () => {
    const due = { expiry: later(800), triedBefore: later(-1), now: NOW, patient: true };
    const fresh: Renewed = {
      token: 'xoxe.xoxb-two',
      rotation: { refreshToken: 'xoxe-1-two', expiresAt: later(1_440) },
    };

    test('a refresh token is used once, however many ask at a time', async () => {
      await installs().save(install(), NOW);
      const used: string[] = [];
      const ask = async (token: string) => {
        used.push(token);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return fresh;
      };
      const other =
        kind === 'postgresql' ? openSlackInstalls((await database.open()).db, createSeal([oldKey])) : installs();
      await Promise.all([installs(), other, installs(), other].map((one) => one.renew('T01', due, ask)));
      expect(used).toEqual(['xoxe-1-one']);
      expect(await installs().find('T01')).toEqual(install(fresh));
    });

    test('a refusal is remembered, and not asked for again at once', async () => {
      await installs().save(install(), NOW);
      expect(await installs().dueBefore(due.expiry, due.triedBefore)).toEqual(['T01']);
      await installs().renew('T01', due, async () => ({ refused: 'invalid_refresh_token' }));
      await installs().renew('T01', due, () => Promise.reject(new Error('asked again')));
      expect(await installs().dueBefore(due.expiry, due.triedBefore)).toEqual([]);
      expect(await installs().list()).toMatchObject([{ refused: 'invalid_refresh_token' }]);
      expect(await installs().find('T01')).toEqual(install());
      await installs().renew('T01', { ...due, triedBefore: later(1) }, async () => fresh);
      expect(await installs().list()).toMatchObject([{ refused: null }]);
    });

    test('nothing is asked where it isn’t due, doesn’t rotate or has ended', async () => {
      const never = () => Promise.reject(new Error('asked'));
      await installs().save(install(), NOW);
      await installs().renew('T01', { ...due, expiry: later(60) }, never);
      await installs().save(install({ rotation: null }), NOW);
      await installs().renew('T01', due, never);
      await installs().end('T01', 'revoked', later(1));
      await installs().renew('T01', due, never);
      await installs().renew('T99', due, never);
    });
  });

  test('an installation under way comes back once, in time, and where it was begun', async () => {
    const states = openSlackInstallStates(store.db, 'app');
    await states.begin('one', NOW);
    await states.begin('two', NOW);
    expect(await openSlackInstallStates(store.db, 'another').take('one', later(1))).toBe(false);
    expect(await states.take('one', later(1))).toBe(true);
    expect(await states.take('one', later(1))).toBe(false);
    expect(await states.take('two', later(11))).toBe(false);
    expect(await states.take('forged', later(1))).toBe(false);
  });
});
