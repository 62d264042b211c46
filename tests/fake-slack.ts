import { serve } from './adapters/slack/fake-web-api.ts';

/** Slack for several workspaces at once, which the emulator has no part of: each token opens one of them, and may end or rotate. */
export interface FakeSlack {
  /** For SLACK_API_URL. */
  readonly apiUrl: string;
  readonly calls: Call[];
  /** Installs: what `oauth.v2.access` gives for this code. */
  readonly grants: Map<string, Grant>;
  /** Socket Mode: where `apps.connections.open` leads who has this app-level token. */
  readonly appTokens: Map<string, string>;
  /** Answers instead, where it gives something. `busy`: 429, and to come back in a second. */
  answer: (call: Call) => object | 'busy' | undefined;
  close(): Promise<void>;
}

export interface Call {
  readonly method: string;
  readonly token: string;
  readonly params: Record<string, string>;
}

interface Grant {
  readonly team: string;
  /** Org-wide where it is there. */
  readonly enterprise?: string;
}

export const tokenOf = (tenant: string, turn = 0) => `xoxe.xoxb-${tenant}-${turn}`;
const refreshOf = (tenant: string, turn: number) => `xoxe-1-${tenant}-${turn}`;
const LIFE_SECONDS = 43_200;

export async function startFakeSlack(): Promise<FakeSlack> {
  const grants: FakeSlack['grants'] = new Map();
  const appTokens: FakeSlack['appTokens'] = new Map();
  const calls: Call[] = [];
  const spent = new Set<string>();
  const grantOf = (tenant: string) => [...grants.values()].find((one) => (one.enterprise ?? one.team) === tenant);

  const access = (params: Record<string, string>): object => {
    if (params.grant_type === 'refresh_token') {
      const [, tenant = '', turn = '0'] = /^xoxe-1-(\w+)-(\d+)$/.exec(params.refresh_token ?? '') ?? [];
      if (spent.has(params.refresh_token ?? '')) return { ok: false, error: 'invalid_refresh_token' };
      spent.add(params.refresh_token ?? '');
      return { ok: true, ...tokens(tenant, Number(turn) + 1) };
    }
    const grant = grants.get(params.code ?? '');
    if (!grant) return { ok: false, error: 'invalid_code' };
    const { team, enterprise } = grant;
    return {
      ok: true,
      app_id: 'A01QUIET',
      scope: 'chat:write,commands',
      token_type: 'bot',
      bot_user_id: `U${team}BOT`,
      ...tokens(enterprise ?? team, 0),
      team: enterprise ? null : { id: team, name: `Trust ${team}` },
      enterprise: enterprise ? { id: enterprise, name: `Group ${enterprise}` } : null,
      is_enterprise_install: enterprise !== undefined,
      authed_user: { id: 'U01ADMIN' },
    };
  };

  const standard = ({ method, token, params }: Call): object => {
    if (method === 'oauth.v2.access') return access(params);
    if (method === 'apps.connections.open') {
      const url = appTokens.get(token);
      return url === undefined ? { ok: false, error: 'invalid_auth' } : { ok: true, url };
    }
    const grant = grantOf(/^(?:xoxe\.)?xoxb-(\w+)-\d+$/.exec(token)?.[1] ?? '');
    if (!grant) return { ok: false, error: 'invalid_auth' };
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          url: `https://${grant.team.toLowerCase()}.slack.com/`,
          team: `Trust ${grant.team}`,
          team_id: grant.team,
          user_id: `U${grant.team}BOT`,
          bot_id: `B${grant.team}BOT`,
          enterprise_id: grant.enterprise ?? null,
          is_enterprise_install: grant.enterprise !== undefined,
        };
      case 'conversations.info':
        return { ok: true, channel: { id: params.channel, is_private: false, num_members: 212 } };
      case 'conversations.members':
        return { ok: true, members: [] };
      case 'chat.postMessage':
        return { ok: true, channel: 'D01DIRECT', ts: '1726130009.000900' };
      default:
        return { ok: true };
    }
  };

  const server = await serve((req, res) => {
    let body = '';
    req.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    req.on('end', () => {
      const call: Call = {
        method: (req.url ?? '').replace('/api/', ''),
        token: (req.headers.authorization ?? '').replace('Bearer ', ''),
        params: Object.fromEntries(new URLSearchParams(body)),
      };
      calls.push(call);
      const answer = fake.answer(call) ?? standard(call);
      if (answer === 'busy') return void res.writeHead(429, { 'retry-after': '1' }).end();
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  const fake: FakeSlack = {
    apiUrl: `${server.url}/api/`,
    calls,
    grants,
    appTokens,
    answer: () => undefined,
    close: server.close,
  };
  return fake;
}

function tokens(tenant: string, turn: number) {
  return { access_token: tokenOf(tenant, turn), refresh_token: refreshOf(tenant, turn), expires_in: LIFE_SECONDS };
}
