import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { z } from 'zod';

/** Microsoft Graph's own app, which sends notifications: https://learn.microsoft.com/graph/change-notifications-with-resource-data */
const CHANGE_TRACKING = '0bf30f3b-4a52-48df-9a82-234910c4a086';

const claims = z.object({ azp: z.string().optional(), appid: z.string().optional() });

export interface Expected {
  readonly tenant: string;
  readonly appId: string;
  readonly loginUrl: string;
}

/**
 * Whether the tokens with a notification show that Microsoft Graph sent it, for our app and tenant. Rejects where the keys can't
 * be fetched: nothing is known then.
 */
export function createTokenCheck({
  tenant,
  appId,
  loginUrl,
}: Expected): (tokens: readonly string[]) => Promise<boolean> {
  const keys = createRemoteJWKSet(new URL(`${loginUrl}${tenant}/discovery/v2.0/keys`));
  // Version 1.0 and 2.0 of Entra's tokens.
  const issuer = [`https://sts.windows.net/${tenant}/`, `${loginUrl}${tenant}/v2.0`];
  const isGenuine = async (token: string) => {
    try {
      const { payload } = await jwtVerify(token, keys, { issuer, audience: appId, algorithms: ['RS256'] });
      const { azp, appid } = claims.parse(payload);
      return (azp ?? appid) === CHANGE_TRACKING;
    } catch (error) {
      if (isUnknown(error)) throw error;
      return false;
    }
  };
  return async (tokens) => tokens.length > 0 && (await Promise.all(tokens.map(isGenuine))).every((genuine) => genuine);
}

/** The keys couldn't be had; all else is the token's own fault. */
const isUnknown = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC') ||
  error instanceof TypeError;
