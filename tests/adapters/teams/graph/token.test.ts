import { createPublicKey, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import express from 'express';
import { decodeProtectedHeader, importX509, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTokens } from '../../../../src/adapters/teams/graph/token.ts';
import { serve } from '../../slack/fake-web-api.ts';
import { APP_ID, type FakeGraph, makeCertificate, startFakeGraph, TENANT } from '../fake-graph.ts';

let fake: FakeGraph;
beforeAll(async () => {
  fake = await startFakeGraph();
});
afterAll(() => fake.close());
afterEach(() => vi.unstubAllEnvs());
beforeEach(() => {
  fake.tokens.length = 0;
});

const SCOPE = 'https://graph.microsoft.com/.default';

test('by a secret: asked for once, and kept', async () => {
  const settings = { tenant: TENANT, appId: APP_ID, loginUrl: fake.loginUrl };
  const tokens = createTokens({ ...settings, credential: { kind: 'secret', secret: 'a secret' } });
  expect([await tokens(SCOPE), await tokens(SCOPE)]).toEqual(['token-1', 'token-1']);
  expect(fake.tokens).toHaveLength(1);
  expect(Object.fromEntries(fake.tokens[0] ?? [])).toMatchObject({
    client_id: APP_ID,
    client_secret: 'a secret',
    grant_type: 'client_credentials',
  });
  expect(fake.tokens[0]?.get('scope')?.split(' ')).toContain(SCOPE);
  expect(await tokens('https://api.botframework.com/.default')).toBe('token-2');
});

test('by a certificate: signed, and never the key itself', async () => {
  const credential = { kind: 'certificate' as const, ...(await makeCertificate('app')) };
  const tokens = createTokens({ tenant: TENANT, appId: APP_ID, loginUrl: fake.loginUrl, credential });
  expect(await tokens(SCOPE)).toBe('token-1');
  const assertion = fake.tokens[0]?.get('client_assertion') ?? '';
  expect(decodeProtectedHeader(assertion).alg).toMatch(/^(?:RS|PS)256$/);
  expect(createPublicKey(credential.certificate).equals(new X509Certificate(credential.certificate).publicKey)).toBe(
    true,
  );
  const key = await importX509(credential.certificate, String(decodeProtectedHeader(assertion).alg));
  const { payload } = await jwtVerify(assertion, key, { clockTolerance: 5 });
  expect(payload).toMatchObject({ iss: APP_ID, sub: APP_ID });
  expect(fake.tokens[0]?.toString()).not.toContain('PRIVATE');
});

test('by a managed identity: asked of where it runs, as this app, and kept', async () => {
  const asked: IncomingMessage[] = [];
  const azure = await serve(
    express().get('/token', (req, res) => {
      asked.push(req);
      const { resource } = req.query;
      res.json({ access_token: `identity-${asked.length}`, expires_on: String(Date.now() / 1000 + 86_400), resource });
    }),
  );
  // As an App Service tells its program where to ask; a machine's own address can't be played.
  vi.stubEnv('IDENTITY_ENDPOINT', `${azure.url}/token`);
  vi.stubEnv('IDENTITY_HEADER', 'shown-by-the-app-service');
  const credential = { kind: 'managed-identity' as const };
  const tokens = createTokens({ tenant: TENANT, appId: APP_ID, loginUrl: fake.loginUrl, credential });
  expect([await tokens(SCOPE), await tokens(SCOPE)]).toEqual(['identity-1', 'identity-1']);
  expect(asked).toHaveLength(1);
  const { searchParams } = new URL(asked[0]?.url ?? '', azure.url);
  expect([searchParams.get('resource'), searchParams.get('client_id')]).toEqual([
    'https://graph.microsoft.com',
    APP_ID,
  ]);
  expect(asked[0]?.headers['x-identity-header']).toBe('shown-by-the-app-service');
  // Nothing is asked of the login that apps with a secret go to.
  expect(fake.tokens).toEqual([]);
  await azure.close();
});
