import { OAuth2Server } from 'oauth2-mock-server';
import { freePort } from './playground.ts';

/** An issuer of ours, and people who sign in there without a browser. */
export interface Issuer {
  /** What leads a program to it, which listens where it says that it is reached. */
  settings(): Promise<Record<string, string>>;
  /** Signs somebody in at the program that listens there, and gives what reads a page as them. */
  signIn(url: string, claims: Record<string, unknown>): Promise<(path: string) => Promise<string>>;
  close(): Promise<void>;
}

/** What Slack says of a user of a workspace. https://docs.slack.dev/authentication/sign-in-with-slack/ */
export const slackClaims = (team: string, user: string) => ({
  sub: user,
  'https://slack.com/team_id': team,
  'https://slack.com/user_id': user,
});

/** What Entra says of somebody of a tenant; `sub` is another for each app, and no `oid`. */
export const entraClaims = (tenant: string, object: string) => ({
  sub: `pairwise-of-${object}`,
  tid: tenant,
  oid: object,
  preferred_username: 'somebody@example.org',
});

export async function startIssuer(): Promise<Issuer> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, 'localhost');
  let claims: Record<string, unknown> = {};
  server.service.on('beforeTokenSigning', ({ payload }) => void Object.assign(payload, claims));
  return {
    async settings() {
      const port = String(await freePort());
      return {
        PORT: port,
        PUBLIC_URL: `http://127.0.0.1:${port}`,
        OIDC_ISSUER: server.issuer.url ?? '',
        OIDC_CLIENT_ID: 'quietword',
        OIDC_CLIENT_SECRET: 'secret-of-the-test',
      };
    },
    async signIn(url, of) {
      claims = of;
      const go = (path: string, cookies: readonly string[]) =>
        fetch(url + path, { redirect: 'manual', headers: { Accept: 'text/html', Cookie: cookies.join('; ') } });
      const cookiesOf = (answer: Response) =>
        answer.headers.getSetCookie().flatMap((line) => line.match(/^[^;]+/)?.[0] ?? []);
      const away = await go('/sign-in', []);
      const answer = await fetch(away.headers.get('location') ?? '', { redirect: 'manual' });
      const back = new URL(answer.headers.get('location') ?? '');
      if (back.origin !== url) throw new Error(`The issuer sends people to ${back.origin}.`);
      const home = await go(back.pathname + back.search, cookiesOf(away));
      const cookies = cookiesOf(home);
      return async (path) => {
        const page = await go(path, cookies);
        if (page.status !== 200) throw new Error(`${path} is answered with ${page.status}.`);
        return page.text();
      };
    },
    close: () => server.stop(),
  };
}
