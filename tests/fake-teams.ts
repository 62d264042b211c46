import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/**
 * The Bot Framework's part of Teams, of our own: the connector that takes what the app says and tells who is where, and the issuer
 * of the tokens that Teams signs its activities with. People's hands are in `teams-hands.ts`.
 */
export interface FakeTeams {
  /** Ends in a slash: the connector, for `serviceUrl`. */
  readonly url: string;
  readonly openIdUrl: string;
  /** Calls of the connector so far, in order. */
  readonly calls: ConnectorCall[];
  /** Answers in the connector's place where it gives something. `dropped` breaks off the connection, `silent` never answers. */
  answer: (call: ConnectorCall) => ConnectorReply | 'dropped' | 'silent' | undefined;
  /** Who is in a conversation (a channel's: in its team), by its id. */
  readonly members: Map<string, readonly Member[]>;
  /** Names of a team's channels by their ids; null for the first. */
  readonly channels: Map<string, Record<string, string | null>>;
  /** Activities that were taken, as they stand now: a card that was replaced is as it was replaced with. */
  readonly shown: Shown[];
  /** A token as Teams sends it; with other claims, or signed by somebody else, where told. */
  token(
    claims?: Record<string, unknown>,
    options?: { key?: 'ours' | 'forged' | 'webchat'; expires?: string },
  ): Promise<string>;
  /** Whether the issuer's keys can be fetched. */
  keysAvailable: boolean;
  close(): Promise<void>;
}

export interface ConnectorCall {
  readonly method: string;
  /** Below the service's address, decoded, without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown> | undefined;
  readonly authorization: string | undefined;
  readonly at: number;
}

export interface ConnectorReply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
}

export interface Member {
  readonly id: string;
  readonly aadObjectId: string;
  readonly userRole?: string;
  readonly tenantId?: string;
  readonly userPrincipalName?: string;
}

export interface Shown {
  readonly conversation: string;
  readonly id: string;
  readonly targeted: boolean;
  activity: Record<string, unknown>;
}

export const TEAM = '19:team@thread.tacv2';
export const WARD = '19:ward7@thread.tacv2';
export const GROUP = '0f4c1d3e-3333-4a4a-8b8b-000000000003';
export const PAGE = 500;

const ISSUER = 'https://api.botframework.com';

/** Made once a process, since it takes a third of a second. */
let made: ReturnType<typeof makeKeys> | undefined;
const makeKeys = async () => {
  const [ours, webchat, forged] = await Promise.all([1, 2, 3].map(() => generateKeyPair('RS256')));
  if (!ours || !webchat || !forged) throw new Error('No keys were made.');
  return { ours, webchat, forged };
};

export async function startFakeTeams(appId: string): Promise<FakeTeams> {
  made ??= makeKeys();
  const keys = await made;
  const jwks = await Promise.all(
    (['ours', 'webchat'] as const).map(async (kid) => ({
      ...(await exportJWK(keys[kid].publicKey)),
      kid,
      use: 'sig',
      alg: 'RS256',
      endorsements: [kid === 'ours' ? 'msteams' : 'webchat'],
    })),
  );
  const say = (res: ServerResponse, status: number, json: unknown, headers: Record<string, string> = {}) =>
    res
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(json === undefined ? '' : JSON.stringify(json));

  const server = createServer(async (req, res) => {
    let text = '';
    for await (const chunk of req.setEncoding('utf8')) text += chunk;
    const url = new URL(req.url ?? '', 'http://localhost');
    if (url.pathname === '/openid')
      return say(res, teams.keysAvailable ? 200 : 503, { issuer: ISSUER, jwks_uri: `${origin}/keys` });
    if (url.pathname === '/keys') return say(res, 200, { keys: jwks });
    const call: ConnectorCall = {
      method: req.method ?? '',
      path: decodeURIComponent(url.pathname.slice('/teams/'.length)),
      query: url.searchParams,
      body: text === '' ? undefined : JSON.parse(text),
      authorization: req.headers.authorization,
      at: performance.now(),
    };
    teams.calls.push(call);
    const told = teams.answer(call);
    if (told === 'silent') return;
    if (told === 'dropped') return void req.socket.resetAndDestroy();
    const reply = told ?? take(call);
    say(res, reply.status, reply.json, reply.headers);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let activities = 0;
  const teamOf = (channel: string) => [...teams.channels].find(([, channels]) => channel in channels)?.[0] ?? '';
  const take = ({ method, path, query, body = {} }: ConnectorCall): ConnectorReply => {
    if (method === 'POST' && path === 'v3/conversations') {
      const [member] = body.members as { id: string }[];
      return { status: 201, json: { id: chatWith(member?.id ?? '') } };
    }
    const [, conversation = '', id] = /^v3\/conversations\/(.+)\/activities(?:\/(.+))?$/.exec(path) ?? [];
    const targeted = query.get('isTargetedActivity') === 'true';
    if (method === 'POST' && conversation !== '') {
      const shown = { conversation, id: `act-${++activities}`, targeted, activity: body };
      teams.shown.push(shown);
      return { status: 201, json: { id: shown.id } };
    }
    if (method === 'PUT' && conversation !== '') {
      const found = teams.shown.find((one) => one.id === id && one.conversation === conversation);
      if (!found) return NOT_FOUND;
      found.activity = body;
      return { status: 200, json: { id } };
    }
    const [, of = '', list, one] = /^v3\/conversations\/(.+)\/(pagedmembers|members)(?:\/(.+))?$/.exec(path) ?? [];
    const members = teams.members.get(of) ?? teams.members.get(teamOf(of));
    if (method === 'GET' && list === 'pagedmembers' && members) {
      const start = Number(query.get('continuationToken') ?? 0);
      const rest = members.length > start + PAGE ? { continuationToken: String(start + PAGE) } : {};
      return { status: 200, json: { members: members.slice(start, start + PAGE), ...rest } };
    }
    const found = members?.find(({ id, aadObjectId }) => one === id || one === aadObjectId);
    if (method === 'GET' && list === 'members' && found) return { status: 200, json: found };
    const [, team = '', channels] = /^v3\/teams\/(.+?)(\/conversations)?$/.exec(path) ?? [];
    const known = teams.channels.get(team);
    if (method === 'GET' && known && channels) {
      return { status: 200, json: { conversations: Object.entries(known).map(([id, name]) => ({ id, name })) } };
    }
    if (method === 'GET' && known) {
      return {
        status: 200,
        json: { id: team, name: 'Ward 7', aadGroupId: GROUP, memberCount: teams.members.get(team)?.length ?? 0 },
      };
    }
    return NOT_FOUND;
  };

  const teams: FakeTeams = {
    url: `${origin}/teams/`,
    openIdUrl: `${origin}/openid`,
    calls: [],
    answer: () => undefined,
    members: new Map(),
    channels: new Map([[TEAM, { [TEAM]: null, [WARD]: 'Handover' }]]),
    shown: [],
    keysAvailable: true,
    token: (claims = {}, { key = 'ours', expires = '5m' } = {}) =>
      new SignJWT({ serviceurl: `${origin}/teams/`, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: key === 'forged' ? 'ours' : key })
        .setIssuer((claims.iss as string | undefined) ?? ISSUER)
        .setAudience((claims.aud as string | undefined) ?? appId)
        .setNotBefore('-10m')
        .setExpirationTime(expires)
        .sign(keys[key].privateKey),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return teams;
}

/** Where the connector opens somebody's chat with the app. */
export const chatWith = (member: string): string => `a:chat-${member.replace(/^29:/, '')}`;

const NOT_FOUND: ConnectorReply = {
  status: 404,
  json: { error: { code: 'ConversationNotFound', message: 'It is not there.' } },
};
