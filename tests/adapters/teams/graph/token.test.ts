import { createPublicKey, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, importX509, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTokens } from '../../../../src/adapters/teams/graph/token.ts';
import { APP_ID, type FakeGraph, makeCertificate, startFakeGraph, TENANT } from '../fake-graph.ts';

let fake: FakeGraph;
beforeAll(async () => {
  fake = await startFakeGraph();
});
afterAll(() => fake.close());
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
