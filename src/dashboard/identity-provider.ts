import * as oidc from 'openid-client';
import type { SignInConfig } from '../config.ts';
import type { Log } from '../log.ts';
import type { SignedIn } from '../store/sessions.ts';
import { groupsLeftOut, readClaims } from './claims.ts';
import { Problem } from './problems.ts';
import type { PendingSignIn } from './session-cookie.ts';

const TIMEOUT_SECONDS = 5;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** OpenID Connect: authorization code flow with PKCE, state and nonce. Throws `Problem`s that can be shown. */
export function createIdentityProvider(config: SignInConfig, publicUrl: string, log: Log) {
  const callback = `${publicUrl}/sign-in/callback`;
  let discovered: Promise<oidc.Configuration> | undefined;

  /** Looked up when it is first needed and again after a failure, so that we start while it is away. */
  async function discover(): Promise<oidc.Configuration> {
    const issuer = new URL(config.issuer);
    // A test provider on this machine may speak plain http, no other may.
    const execute = LOOPBACK.has(issuer.hostname) ? [oidc.allowInsecureRequests] : [];
    discovered ??= oidc.discovery(issuer, config.clientId, config.clientSecret, undefined, {
      timeout: TIMEOUT_SECONDS,
      execute,
    });
    try {
      return await discovered;
    } catch (error) {
      discovered = undefined;
      log.error('sign-in.provider-unreachable', { setting: 'OIDC_ISSUER', error });
      throw unreachable();
    }
  }

  return {
    async begin(returnTo: string): Promise<{ url: URL; pending: PendingSignIn }> {
      const provider = await discover();
      const verifier = oidc.randomPKCECodeVerifier();
      const pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier, returnTo };
      const url = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: callback,
        // The address is looked at only where the provider verified it, to find who has signed in among those who post.
        scope: 'openid profile email',
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state: pending.state,
        nonce: pending.nonce,
      });
      return { url, pending };
    },

    /** `query`: what the provider sent the person back with. */
    async finish(query: string, pending: PendingSignIn): Promise<SignedIn> {
      const provider = await discover();
      try {
        const tokens = await oidc.authorizationCodeGrant(provider, new URL(`${callback}${query}`), {
          pkceCodeVerifier: pending.verifier,
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new TypeError('no ID token');
        if (groupsLeftOut(claims)) log.warn('sign-in.groups-left-out', { setting: 'ROLE_GROUPS' });
        return readClaims(claims, config);
      } catch (error) {
        log.warn('sign-in.refused', { error });
        throw explain(error);
      }
    },

    /** Where the person ends their session with the provider as well; undefined where it offers no such place, or doesn't answer. */
    async endOfSession(): Promise<URL | undefined> {
      try {
        const provider = await discover();
        if (provider.serverMetadata().end_session_endpoint === undefined) return undefined;
        return oidc.buildEndSessionUrl(provider, { post_logout_redirect_uri: `${publicUrl}/signed-out` });
      } catch (error) {
        // They are signed out of Quietword all the same.
        log.warn('sign-out.provider-unreachable', { error });
        return undefined;
      }
    },
  };
}

export type IdentityProvider = ReturnType<typeof createIdentityProvider>;

function unreachable(): Problem {
  return new Problem(
    503,
    'Sign-in is not available',
    'The identity provider named in OIDC_ISSUER does not answer as it should, so nobody can sign in for now. Try again in a minute, or tell whoever runs Quietword.',
    '/sign-in',
  );
}

function explain(error: unknown): Problem {
  const refused = (sentence: string, status: number) =>
    new Problem(status, 'You are not signed in', sentence, '/sign-in');
  if (error instanceof oidc.AuthorizationResponseError) {
    return refused('The identity provider did not let you sign in. Try again, or ask whoever runs it for access.', 403);
  }
  if (error instanceof oidc.ResponseBodyError) {
    return error.error === 'invalid_grant'
      ? refused('This sign-in was used already or took too long. Please sign in again.', 400)
      : refused(
          'The identity provider refused Quietword itself: OIDC_CLIENT_ID and OIDC_CLIENT_SECRET need checking.',
          502,
        );
  }
  if (isNetworkError(error)) return unreachable();
  return refused('The answer of the identity provider could not be verified. Please sign in again.', 400);
}

/** fetch fails with a TypeError whose cause has a code, or with a time-out. */
function isNetworkError(error: unknown): boolean {
  const chain = [error, (error as Error | null)?.cause, ((error as Error | null)?.cause as Error | undefined)?.cause];
  return chain.some(
    (part) =>
      part instanceof Error &&
      (part.name === 'TimeoutError' ||
        (part.message === 'fetch failed' && part instanceof TypeError) ||
        (part as { code?: unknown }).code === 'OAUTH_TIMEOUT'),
  );
}
