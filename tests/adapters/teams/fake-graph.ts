import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { generate } from 'selfsigned';

/** Microsoft Graph and Entra's login of our own, by https under a certificate of their own, which this process trusts from then on. */
export interface FakeGraph {
  /** Ends in a slash: for `graphUrl`. */
  readonly url: string;
  /** For `loginUrl`. */
  readonly loginUrl: string;
  /** PEM file, for NODE_EXTRA_CA_CERTS of another process. */
  readonly caFile: string;
  /** Calls of Graph so far, in order; the items of a batch by themselves. */
  readonly calls: Call[];
  /** Tokens asked for: their scopes, and how the app showed who it is. */
  readonly tokens: URLSearchParams[];
  /** What Entra says instead of giving a token: `AADSTS7000222: The secret has expired.` */
  refusesTokens: string | undefined;
  /** From now on. `path` without `/v1.0`; the last that was told wins. What was told nothing answers 404. */
  on(method: string, path: string | RegExp, reply: Reply | ((call: Call) => Reply | Promise<Reply>)): void;
  /** A token as Graph puts it beside notifications; with others' claims or keys where told. */
  validationToken(claims?: Record<string, unknown>, forged?: boolean): Promise<string>;
  close(): Promise<void>;
}

export interface Call {
  readonly method: string;
  /** Path and query, decoded. */
  readonly path: string;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

/** JSON with 200, or a status with what belongs to it. `hang`: no answer at all. */
export type Reply =
  | { readonly json: unknown }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly json?: unknown }
  | 'hang';

export const TENANT = '0f4c1d3e-1111-4a4a-8b8b-000000000001';
export const APP_ID = '0f4c1d3e-2222-4a4a-8b8b-000000000002';
export const CHANGE_TRACKING = '0bf30f3b-4a52-48df-9a82-234910c4a086';

/** A certificate and its key, PEM. */
export async function makeCertificate(name: string): Promise<{ certificate: string; key: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: name }], {
    keySize: 2048,
    extensions: [
      { name: 'basicConstraints', cA: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { certificate: cert, key };
}

export async function startFakeGraph(): Promise<FakeGraph> {
  // Two authorities of one name are taken for one another.
  const { certificate, key } = await makeCertificate(`fake-graph-${randomUUID()}`);
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), certificate]);
  const folder = mkdtempSync(join(tmpdir(), 'quietword-graph-'));
  const caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, certificate);

  const routes: { method: string; path: string | RegExp; reply: Reply | ((call: Call) => Reply | Promise<Reply>) }[] =
    [];
  const calls: Call[] = [];
  const tokens: URLSearchParams[] = [];
  const signing = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(signing.publicKey)), kid: 'ours', use: 'sig', alg: 'RS256' };

  const answer = async (call: Call): Promise<Reply> => {
    calls.push(call);
    const bare = call.path.replace(/\?.*$/, '');
    const route = routes.findLast(
      ({ method, path }) => method === call.method && (typeof path === 'string' ? path === bare : path.test(call.path)),
    );
    if (!route) return { status: 404, json: { error: { code: 'NotFound', message: 'Nothing was told of it.' } } };
    return typeof route.reply === 'function' ? route.reply(call) : route.reply;
  };

  const batch = async (call: Call): Promise<Reply> => {
    const { requests } = call.body as { requests: { id: string; method: string; url: string }[] };
    const responses = await Promise.all(
      requests.map(async ({ id, method, url }) => {
        const path = decodeURIComponent(url);
        const reply = await answer({ method, path, body: undefined, authorization: call.authorization });
        if (reply === 'hang') throw new Error('An item of a batch can not hang.');
        const { status = 200, headers = {}, json } = reply as { status?: number; headers?: object; json?: unknown };
        return { id, status, headers, body: json };
      }),
    );
    return { json: { responses } };
  };

  const server = createServer({ cert: certificate, key }, (req, res) => {
    let text = '';
    req.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    req.on('end', async () => {
      const say = (status: number, json: unknown, headers: Record<string, string> = {}) =>
        res
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(json === undefined ? '' : JSON.stringify(json));
      const at = req.url ?? '';
      if (at.startsWith('/login/')) {
        const login = `${origin()}/login/${TENANT}`;
        if (at.endsWith('/.well-known/openid-configuration') || at.includes('openid-configuration')) {
          return say(200, {
            issuer: `${login}/v2.0`,
            token_endpoint: `${login}/oauth2/v2.0/token`,
            authorization_endpoint: `${login}/oauth2/v2.0/authorize`,
            jwks_uri: `${login}/discovery/v2.0/keys`,
          });
        }
        if (at.endsWith('/keys')) return say(200, { keys: [jwk] });
        tokens.push(new URLSearchParams(text));
        if (fake.refusesTokens !== undefined)
          return say(401, { error: 'invalid_client', error_description: fake.refusesTokens });
        return say(200, { token_type: 'Bearer', expires_in: 3600, access_token: `token-${tokens.length}` });
      }
      const call: Call = {
        method: req.method ?? '',
        path: decodeURIComponent(at.replace('/v1.0', '')),
        body: text === '' ? undefined : JSON.parse(text),
        authorization: req.headers.authorization,
      };
      const reply = await (call.path === '/$batch' ? batch(call) : answer(call));
      if (reply === 'hang') return;
      const {
        status = 200,
        headers,
        json,
      } = reply as { status?: number; headers?: Record<string, string>; json?: unknown };
      say(status, json, headers);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = () => `https://localhost:${(server.address() as AddressInfo).port}`;

  const fake: FakeGraph = {
    refusesTokens: undefined,
    url: `${origin()}/`,
    loginUrl: `${origin()}/login/`,
    caFile,
    calls,
    tokens,
    on: (method, path, reply) => {
      routes.push({ method, path, reply });
    },
    validationToken: (claims = {}, forged = false) =>
      new SignJWT({ azp: CHANGE_TRACKING, ver: '2.0', ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'ours' })
        .setIssuer(String(claims.iss ?? `${origin()}/login/${TENANT}/v2.0`))
        .setAudience(String(claims.aud ?? APP_ID))
        .setIssuedAt()
        .setExpirationTime(Number(claims.exp ?? Math.floor(Date.now() / 1000) + 3600))
        .sign(forged ? other.privateKey : signing.privateKey),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return fake;
}
